using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Closing;

/// <summary>Aborts its request, at once or when it is told to.</summary>
[WebSocketHandler("/closing/aborts")]
internal sealed partial class AbortsRequest(Journal journal)
{
    private IHttpRequestLifetimeFeature? _request;
    private IConnectionLifetimeFeature? _tcp;

    [OnOpen]
    public async Task Open(HttpContext http)
    {
        _request = http.Features.Get<IHttpRequestLifetimeFeature>();
        _tcp = http.Features.Get<IConnectionLifetimeFeature>();
        switch (http.Request.Query["when"])
        {
            case "at once":
                http.Abort();
                break;
            case "later":
                await Task.Yield();
                http.Abort();
                break;
        }

        journal.Write("open");
    }

    [OnMessage]
    public string Text(string text)
    {
        switch (text)
        {
            case "request":
                _request!.Abort();
                break;
            case "tcp":
                _tcp!.Abort();
                break;
        }

        return text;
    }

    [OnClose]
    public void Close(WebSocketCloseStatus? status) => journal.Write($"close {(int?)status}".Trim());
}

/// <summary>To abort the request is to abort the connection, also where that has been taken from the server.</summary>
internal sealed class RequestAbortTests
{
    [TestCase(HttpProtocols.Http1, "at once")]
    [TestCase(HttpProtocols.Http1, "later")]
    [TestCase(HttpProtocols.Http2, "at once")]
    [TestCase(HttpProtocols.Http2, "later")]
    public async Task An_abort_in_OnOpen_ends_the_connection_without_a_status(HttpProtocols protocols, string when)
    {
        await using var host = await TestHost.StartAsync<AbortsRequest>(setup: setup => setup.Protocols = protocols);
        var path = $"/closing/aborts?when={Uri.EscapeDataString(when)}";
        if (protocols == HttpProtocols.Http2)
        {
            // The reset may come before the answer.
            using var http = new Http2Client(host.Port);
            try
            {
                await using var stream = await http.TryConnectAsync(path);
                Assert.That(async () => await stream!.ReadAsync(new byte[1]).AsTask().Within("the stream ends"), Throws.InstanceOf<IOException>().Or.InstanceOf<HttpRequestException>());
            }
            catch (HttpRequestException)
            {
            }
        }
        else
        {
            await using var client = await host.DialAsync();
            await client.SendAsync(host.Handshake(path).ToString());
            await client.DiscardUntilEndAsync();
        }

        await host.Journal.ExpectAsync("open", "close");
    }

    [TestCase(HttpProtocols.Http1, "request")]
    [TestCase(HttpProtocols.Http1, "tcp")]
    [TestCase(HttpProtocols.Http2, "request")]
    [TestCase(HttpProtocols.Http2, "tcp")]
    public async Task An_abort_by_what_was_kept_of_the_request_ends_the_connection_too(HttpProtocols protocols, string what)
    {
        await using var host = await TestHost.StartAsync<AbortsRequest>(setup: setup => setup.Protocols = protocols);
        using var http = new Http2Client(host.Port);
        await using var client = protocols == HttpProtocols.Http2 ? await http.ConnectAsync("/closing/aborts") : await host.ConnectAsync("/closing/aborts");
        await host.Journal.ExpectAsync("open");
        await client.SendTextAsync("the end of the request has ended nothing");
        await client.ReceiveTextAsync();

        await client.SendTextAsync(what);

        await client.DiscardUntilEndAsync();
        await host.Journal.ExpectAsync("close");
    }
}
