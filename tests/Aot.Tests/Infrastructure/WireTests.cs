using WebSockets.Runtime.Tests.Wire;
using WebSockets.Testing;

namespace WebSockets.Aot.Tests.Infrastructure;

/// <summary>Tests that talk to the app with every feature, which runs in a process of its own for each class of them.</summary>
public abstract class WireTests(Compiler compiler)
{
    private RunningApp? _host;
    private HttpClient? _client;

    internal RunningApp Host => _host!;

    internal HttpClient Client => _client!;

    /// <summary>The app's command line.</summary>
    protected virtual string[] Options => [];

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await RunningApp.StartAsync(await Programs.WireHostAsync(compiler), Options);
        _client = new HttpClient { BaseAddress = _host.Http };
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _client?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    internal Task<TestClient> ConnectAsync(string path, Action<System.Net.WebSockets.ClientWebSocketOptions>? options = null) =>
        TestClient.ConnectAsync(Host.Ws(path), options);

    /// <summary>A client that sees every frame, and that has performed the handshake.</summary>
    internal async Task<RawClient> ConnectRawAsync(string path)
    {
        var client = await RawClient.DialAsync(Host.Http.Port);
        await client.OpenAsync(new HandshakeText(path, Host.Http.Authority));
        return client;
    }

    /// <summary>What is sent is answered by this.</summary>
    internal static async Task AssertAnswerAsync(TestClient client, string sent, string expected) =>
        Assert.That(await client.AskAsync(sent), Is.EqualTo(expected), sent);
}
