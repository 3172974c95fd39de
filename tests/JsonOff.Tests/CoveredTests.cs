using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.Testing;

namespace WebSockets.JsonOff.Tests;

/// <summary>Types that a context covers work as they do with reflection.</summary>
public sealed partial class CoveredTests
{
    [Test]
    public void Reflection_is_off_in_this_process() => Assert.That(JsonSerializer.IsReflectionEnabledByDefault, Is.False);

    [Test]
    public async Task A_message_and_its_reply_work()
    {
        await using var app = await StartAsync();
        await using var client = await app.ConnectAsync("/covered");

        Assert.That(
            await client.AskAsync("""{"type":"ask","id":"a1","question":"why?","detail":{"page":2,"tags":["x","y"]}}"""),
            Is.EqualTo("""{"type":"answer","id":"a1","text":"why? 2 x,y"}"""));
    }

    [Test]
    public async Task A_stream_of_replies_works()
    {
        await using var app = await StartAsync();
        await using var client = await app.ConnectAsync("/covered");

        Assert.That(await client.AskAsync("""{"type":"count","to":2,"id":7}"""), Is.EqualTo("""{"type":"number","id":7,"value":1}"""));
        Assert.That(await client.ReceiveAsync(), Is.EqualTo("""{"type":"number","id":7,"value":2}"""));
    }

    [Test]
    public async Task SendAsync_of_registered_types_works_for_one_and_for_many()
    {
        await using var app = await StartAsync();
        await using var client = await app.ConnectAsync("/covered");
        var connections = app.Services.GetRequiredService<WebSocketConnections<Covered>>();
        var connection = connections.Find(await app.Journal.NextAsync())!;

        await connection.SendAsync(new Plain("one"));
        await connection.SendAsync(new Answer("named"));
        await connections.All.SendAsync(new Plain("many"));

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("""{"text":"one"}"""));
        Assert.That(await client.ReceiveAsync(), Is.EqualTo("""{"type":"answer","text":"named"}"""));
        Assert.That(await client.ReceiveAsync(), Is.EqualTo("""{"text":"many"}"""));
    }

    [Test]
    public async Task An_error_is_answered_without_any_context()
    {
        await using var app = await StartAsync();
        await using var client = await app.ConnectAsync("/covered");

        Assert.That(await client.AskAsync("""{"type":"nothing","id":1}"""), Is.EqualTo("""{"type":"error","id":1,"code":"unknown","message":"No method handles this message."}"""));
    }

    [Test]
    public async Task Text_bytes_and_elements_need_no_context()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<Contextless>());
        await using var client = await app.ConnectAsync("/contextless");

        Assert.That(await client.AskAsync("[1,2]"), Is.EqualTo("Array"));
        await client.SendAsync([1, 2, 3]);
        Assert.That(await client.ReceiveBytesAsync(), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public async Task The_context_that_the_attribute_names_is_used_and_not_the_apps()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<WithOwnContext>(), AddContext);
        await using var client = await app.ConnectAsync("/own-context");

        Assert.That(await client.AskAsync("""{"type":"ask","QUESTION":"why?"}"""), Is.EqualTo("""{"type":"answer","TEXT":"why?"}"""));
    }

    [Test]
    public async Task Options_of_the_handler_by_code_are_used_and_not_the_apps()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<Covered>(
            options => options.Json = new() { TypeInfoResolver = AppContext.Default, PropertyNamingPolicy = JsonNamingPolicy.KebabCaseUpper }));
        await using var client = await app.ConnectAsync("/covered");

        Assert.That(await client.AskAsync("""{"type":"ask","QUESTION":"why?"}"""), Is.EqualTo("""{"type":"answer","TEXT":"why?  "}"""));
    }

    [Test]
    public async Task Options_of_the_handler_by_code_without_contexts_use_those_of_the_app()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapWebSocketHandler<Covered>(options => options.Json = new() { PropertyNamingPolicy = JsonNamingPolicy.KebabCaseUpper }), AddContext);
        await using var client = await app.ConnectAsync("/covered");

        Assert.That(await client.AskAsync("""{"type":"ask","QUESTION":"why?"}"""), Is.EqualTo("""{"type":"answer","TEXT":"why?  "}"""));
    }

    internal static void AddContext(WebApplicationBuilder builder) =>
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, AppContext.Default));

    private static Task<TestApp> StartAsync() => TestApp.StartAsync(app => app.MapWebSocketHandler<Covered>(), AddContext);

    [WebSocketHandler("/covered")]
    internal sealed partial class Covered(Journal journal)
    {
        [OnOpen]
        void Open(WebSocketConnection me) => journal.Write(me.Id);

        [OnMessage]
        Answer Ask(Ask ask) => new($"{ask.Question} {ask.Detail?.Page} {string.Join(',', ask.Detail?.Tags ?? [])}");

        [OnMessage]
        async IAsyncEnumerable<Number> Count(Count count, [EnumeratorCancellation] CancellationToken ended)
        {
            for (var i = 1; i <= count.To; i++)
            {
                await Task.Yield();
                ended.ThrowIfCancellationRequested();
                yield return new(i);
            }
        }

        [OnError]
        void Error(WebSocketMessageException error)
        {
        }
    }

    [WebSocketHandler("/contextless")]
    internal sealed partial class Contextless
    {
        [OnMessage]
        string Text(JsonElement json) => json.ValueKind.ToString();

        [OnMessage]
        byte[] Binary(byte[] bytes) => bytes;
    }

    [WebSocketHandler("/own-context", JsonContext = typeof(OwnContext))]
    internal sealed partial class WithOwnContext
    {
        [OnMessage]
        Answer Ask(Ask ask) => new(ask.Question);
    }
}
