using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;
using WebSockets.Diagnostics;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Diagnostics;

/// <summary>The spans of connections and messages, as an exporter of OpenTelemetry gets them.</summary>
internal sealed class TracingTests
{
    private const string Connection = "Traced connection";
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string SpanId = "b7ad6b7169203331";
    private const string TraceParent = $"00-{TraceId}-{SpanId}-01";

    [Test]
    public async Task A_connection_is_a_span_that_is_linked_to_its_request_and_no_child_of_it()
    {
        var spans = new Spans();
        await using var host = await StartAsync(spans);
        await using (var client = await host.ConnectAsync("/traced/a"))
        {
            await client.CloseAsync(1001);
        }

        var span = await spans.EndedAsync(Connection);
        var request = await spans.EndedAsync(span.Links.Single().Context.SpanId);

        Assert.That(span.Kind, Is.EqualTo(ActivityKind.Server));
        Assert.That(span.ParentSpanId, Is.EqualTo(default(ActivitySpanId)));
        Assert.That(span.Status, Is.EqualTo(ActivityStatusCode.Unset));
        Assert.That(span.GetTagItem("websocket.handler"), Is.EqualTo("Traced"));
        Assert.That(span.GetTagItem("websocket.connection.id"), Has.Length.EqualTo(23));
        Assert.That(span.GetTagItem("http.route"), Is.EqualTo("/traced/{name}"));
        Assert.That(span.GetTagItem("websocket.close.code"), Is.EqualTo("1001"));
        Assert.That(span.GetTagItem("websocket.close.initiator"), Is.EqualTo("client"));
        Assert.That(request.OperationName, Is.EqualTo("Microsoft.AspNetCore.Hosting.HttpRequestIn"));
        Assert.That(request.TraceId, Is.Not.EqualTo(span.TraceId));
    }

    [Test]
    public async Task A_connection_continues_the_trace_that_the_handshake_names()
    {
        var spans = new Spans();
        await using var host = await StartAsync(spans);
        await using (var client = await OpenAsync(host, "/traced/a", ("traceparent", TraceParent), ("tracestate", "vendor=value")))
        {
            await client.CloseAsync();
        }

        var span = await spans.EndedAsync(Connection);

        Assert.That((span.TraceId.ToHexString(), span.ParentSpanId.ToHexString()), Is.EqualTo((TraceId, SpanId)));
        Assert.That(span.HasRemoteParent, Is.True);
        Assert.That(span.TraceStateString, Is.EqualTo("vendor=value"));
        Assert.That(span.Links.Single().Context.SpanId, Is.Not.EqualTo(span.ParentSpanId), "the request has a span of its own");
    }

    [Test]
    public async Task A_message_is_a_trace_of_its_own_that_is_linked_to_its_connection()
    {
        var spans = new Spans();
        await using var host = await StartAsync(spans);
        await using (var client = await host.ConnectAsync("/traced/a"))
        {
            await client.SendTextAsync("""{"type":"now"}""");
            await client.ReceiveTextAsync();
            await client.SendTextAsync("""{"type":"later"}""");
            await client.ReceiveTextAsync();
            await client.SendBinaryAsync([1, 2]);
            await client.ReceiveBinaryAsync();
            await client.CloseAsync();
        }

        var connection = await spans.EndedAsync(Connection);
        Activity[] messages = [await spans.EndedAsync("Traced now"), await spans.EndedAsync("Traced later"), await spans.EndedAsync("Traced _BINARY")];

        foreach (var message in messages)
        {
            Assert.That(message.Kind, Is.EqualTo(ActivityKind.Server));
            Assert.That(message.ParentSpanId, Is.EqualTo(default(ActivitySpanId)));
            Assert.That(message.Links.Single().Context, Is.EqualTo(connection.Context));
            Assert.That(message.Status, Is.EqualTo(ActivityStatusCode.Unset));
            Assert.That(message.GetTagItem("websocket.handler"), Is.EqualTo("Traced"));
            Assert.That(message.GetTagItem("websocket.connection.id"), Is.EqualTo(connection.GetTagItem("websocket.connection.id")));
        }

        Assert.That(messages.Select(message => message.TraceId).Append(connection.TraceId).Distinct().Count(), Is.EqualTo(4));
        Assert.That(messages.Select(message => message.GetTagItem("websocket.message.name")), Is.EqualTo(new[] { "now", "later", "_BINARY" }));
        Assert.That(messages.Select(message => message.GetTagItem("websocket.message.size")), Is.EqualTo(new[] { 14L, 16L, 2L }));
    }

    [Test]
    public async Task A_message_continues_the_trace_that_its_traceparent_names()
    {
        var spans = new Spans();
        await using var host = await StartAsync(spans);
        await using (var client = await host.ConnectAsync("/traced/a"))
        {
            await client.SendTextAsync($$$"""{"type":"now","nested":{"traceparent":"no"},"traceparent":"{{{TraceParent}}}","tracestate":"vendor=value"}""");
            await client.ReceiveTextAsync();
            await client.SendTextAsync("""{"type":"later","traceparent":"00-nonsense"}""");
            await client.ReceiveTextAsync();
            await client.CloseAsync();
        }

        var connection = await spans.EndedAsync(Connection);
        var message = await spans.EndedAsync("Traced now");
        var other = await spans.EndedAsync("Traced later");

        Assert.That((message.TraceId.ToHexString(), message.ParentSpanId.ToHexString(), message.TraceStateString), Is.EqualTo((TraceId, SpanId, "vendor=value")));
        Assert.That(message.HasRemoteParent, Is.True);
        Assert.That(message.Links.Single().Context, Is.EqualTo(connection.Context));
        Assert.That(other.ParentSpanId, Is.EqualTo(default(ActivitySpanId)));
    }

    [Test]
    public async Task Every_method_runs_in_the_span_of_what_it_is_called_for()
    {
        var spans = new Spans();
        await using var host = await StartAsync(spans);
        await using (var client = await host.ConnectAsync("/traced/a"))
        {
            await client.SendTextAsync("""{"type":"now"}""");
            await client.ReceiveTextAsync();
            await client.SendTextAsync("""{"type":"later"}""");
            await client.ReceiveTextAsync();
            await client.SendPingAsync();
            await client.ReceiveAsync(RawFrame.Pong);
            await client.SendTextAsync("""{"type":"forgive"}""");
            await client.CloseAsync();
        }

        var connection = Text(await spans.EndedAsync(Connection));
        var now = Text(await spans.EndedAsync("Traced now"));
        var later = Text(await spans.EndedAsync("Traced later"));
        var forgiven = Text(await spans.EndedAsync("Traced forgive"));
        await host.Journal.ExpectAsync(connection, now, later, $"ping {connection}", $"It failed. {forgiven}", connection);

        static string Text(Activity span) => $"{span.TraceId}/{span.SpanId}";
    }

    [Test]
    public async Task A_message_that_is_not_sampled_has_no_span_and_its_method_runs_in_that_of_the_connection()
    {
        await using var host = await TestHost.StartAsync<Traced>();
        var source = host.Services.GetRequiredService<WebSocketTelemetry>().Source;
        var asked = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = other => other == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
            {
                asked.Enqueue(options.Name);
                return options.Name == Connection ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None;
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using (var client = await host.ConnectAsync("/traced/a"))
        {
            await client.SendTextAsync("""{"type":"now"}""");
            await client.ReceiveTextAsync();
            await client.SendTextAsync("""{"type":"later"}""");
            await client.ReceiveTextAsync();
            await client.CloseAsync();
        }

        var connection = await host.Journal.NextAsync();
        Assert.That(connection, Is.Not.EqualTo("no span"));
        await host.Journal.ExpectAsync(connection, connection, connection);
        Assert.That(asked, Is.EqualTo(new[] { Connection, "Traced now", "Traced later" }));
    }

    [Test]
    public async Task A_method_that_fails_gives_its_message_and_its_connection_the_status_of_an_error()
    {
        var spans = new Spans();
        await using var host = await StartAsync(spans);
        host.Logs.Expect(6);
        await using (var client = await host.ConnectAsync("/traced/a"))
        {
            await client.SendTextAsync("""{"type":"fail"}""");
            await client.ReceiveCloseAsync(1011);
            await client.SendCloseAsync(1011);
            await client.ReceiveEndAsync();
        }

        foreach (var span in (Activity[])[await spans.EndedAsync("Traced fail"), await spans.EndedAsync(Connection)])
        {
            Assert.That(span.Status, Is.EqualTo(ActivityStatusCode.Error));
            Assert.That(span.GetTagItem("error.type"), Is.EqualTo("failed"));
        }

        var exception = spans.Find("Traced fail")!.Events.Single();
        Assert.That(exception.Name, Is.EqualTo("exception"));
        Assert.That(exception.Tags, Has.Some.EqualTo(new KeyValuePair<string, object?>("exception.message", "It failed.")));
    }

    [Test]
    public async Task An_error_that_an_OnError_method_has_taken_is_one_of_the_message_alone()
    {
        var spans = new Spans();
        await using var host = await StartAsync(spans);
        await using (var client = await host.ConnectAsync("/traced/a"))
        {
            await client.SendTextAsync("""{"type":"forgive"}""");
            await client.CloseAsync();
        }

        Assert.That((await spans.EndedAsync(Connection)).Status, Is.EqualTo(ActivityStatusCode.Unset));
        Assert.That((await spans.EndedAsync("Traced forgive")).Status, Is.EqualTo(ActivityStatusCode.Error));
    }

    [Test]
    public async Task A_peer_that_breaks_the_protocol_gives_its_connection_the_status_of_an_error()
    {
        var spans = new Spans();
        await using var host = await StartAsync(spans);
        await using (var client = await host.ConnectAsync("/traced/a"))
        {
            await client.SendAsync(RawFrame.Encode(3, []));
            await client.ReceiveCloseAsync(1002);
            await client.SendCloseAsync(1002);
            await client.ReceiveEndAsync();
        }

        var span = await spans.EndedAsync(Connection);
        Assert.That((span.Status, span.GetTagItem("error.type"), span.GetTagItem("websocket.close.code")), Is.EqualTo((ActivityStatusCode.Error, (object)"protocol", (object)"1002")));
    }

    [Test]
    public async Task Nothing_of_the_query_or_of_a_payload_stands_in_a_span()
    {
        var spans = new Spans();
        await using var host = await StartAsync(spans);
        await using (var client = await host.ConnectAsync("/traced/hidden-in-path?access_token=hidden"))
        {
            await client.SendTextAsync("""{"type":"now","text":"hidden"}""");
            await client.ReceiveTextAsync();
            await client.CloseAsync();
        }

        foreach (var span in (Activity[])[await spans.EndedAsync(Connection), await spans.EndedAsync("Traced now")])
        {
            Assert.That(span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Append(span.DisplayName), Has.None.Contains("hidden"));
        }
    }

    [TestCase("mark", """{"type":"mark","hidden":"x"}""", 1007, "malformed", Description = "JSON says where it is not a number")]
    [TestCase("_TEXT", """{"type":"now","text":hidden}""", 1007, "malformed")]
    [TestCase("_OTHER", """{"type":"hidden"}""", 1008, "unknown")]
    public async Task Nothing_of_a_message_that_cannot_be_handled_stands_in_a_span_but_what_is_wrong_with_it(string name, string message, int status, string kind)
    {
        var spans = new Spans();
        await using var host = await StartAsync(spans);
        await using (var client = await host.ConnectAsync("/traced/a"))
        {
            await client.SendTextAsync(message);
            await client.ReceiveCloseAsync(status);
            await client.SendCloseAsync(status);
            await client.ReceiveEndAsync();
        }

        foreach (var ended in (Activity[])[await spans.EndedAsync(Connection), await spans.EndedAsync($"Traced {name}")])
        {
            Assert.That((ended.Status, ended.StatusDescription, ended.GetTagItem("error.type")), Is.EqualTo((ActivityStatusCode.Error, (string?)null, (object)kind)));
            Assert.That(ended.TagObjects.Concat(ended.Events.SelectMany(one => one.Tags)).Select(tag => $"{tag.Key}={tag.Value}"), Has.None.Contains("hidden"));
        }

        var exception = spans.Find($"Traced {name}")!.Events.Single();
        Assert.That(exception.Name, Is.EqualTo("exception"));
        Assert.That(exception.Tags, Is.EqualTo(new[] { new KeyValuePair<string, object?>("exception.type", "WebSockets.WebSocketMessageException") }));
    }

    [Test]
    public async Task What_JSON_says_of_a_type_that_it_cannot_read_names_nothing_of_the_payload_in_a_span_or_in_the_log()
    {
        var spans = new Spans();
        await using var host = await StartAsync<Shaped>(spans);
        host.Logs.Expect(6);
        await using (var client = await host.ConnectAsync("/shaped"))
        {
            await client.SendTextAsync("""{"hidden":{},"type":"shapes"}""");
            await client.ReceiveCloseAsync(1011);
            await client.SendCloseAsync(1011);
            await client.ReceiveEndAsync();
        }

        var said = (await spans.EndedAsync("Shaped shapes")).Events.Single().Tags.Select(tag => $"{tag.Value}").Append(host.Logs.Find(6)?.ToString()).ToArray();
        Assert.That(said, Has.None.Contains("hidden"));
        Assert.That(said, Has.Exactly(3).Contains("Shapes are only sent."), "in message, stack and log");
    }

    private static Task<TestHost> StartAsync(Spans spans) => StartAsync<Traced>(spans);

    private static Task<TestHost> StartAsync<THandler>(Spans spans) where THandler : class, IWebSocketHandler<THandler> => TestHost.StartAsync<THandler>(setup: setup => setup.Services = services => services
        .AddOpenTelemetry()
        .WithTracing(tracing => tracing.SetSampler(new AlwaysOnSampler()).AddSource("WebSockets", "Microsoft.AspNetCore").AddInMemoryExporter(spans)));

    private static async Task<RawClient> OpenAsync(TestHost host, string path, params (string Name, string Value)[] headers)
    {
        var handshake = host.Handshake(path);
        foreach (var (name, value) in headers)
        {
            handshake.Add(name, value);
        }

        var client = await host.DialAsync();
        await client.OpenAsync(handshake);
        return client;
    }
}
