using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebSockets.Testing;
using WebSockets.Transport;

namespace WebSockets.Soak.Tests;

/// <summary>An app with the handler that can be held, over one loop or over Kestrel's sockets.</summary>
internal sealed class HeldApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HeldApp(WebApplication app, bool isEpoll)
    {
        _app = app;
        IsEpoll = isEpoll;
        Address = new UriBuilder(app.Urls.First()) { Scheme = "ws", Path = "/held" }.Uri;
    }

    public Uri Address { get; }

    public bool IsEpoll { get; }

    public Gates Gates => _app.Services.GetRequiredService<Gates>();

    /// <summary>Messages and requests of floods that were handled.</summary>
    public long Flooded => _app.Services.GetRequiredService<FloodCount>().Handled;

    public Turnstile Turnstile => _app.Services.GetRequiredService<Turnstile>();

    public WebSocketConnections<Passing> Passengers => _app.Services.GetRequiredService<WebSocketConnections<Passing>>();

    public WebSocketConnections<Held> Connections => _app.Services.GetRequiredService<WebSocketConnections<Held>>();

    public static async Task<HeldApp> StartAsync(bool epoll = true, int loops = 1)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection([new("WebSockets:Held:MaxMessageSize", "1048576")]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (epoll)
        {
            builder.WebHost.UseEpollTransport(options => options.LoopCount = loops);
        }

        builder.Services.AddSingleton<Gates>().AddSingleton<Turnstile>().AddSingleton<FloodCount>();
        builder.Services.AddWebSocketHandlers();
        var app = builder.Build();
        app.MapWebSocketHandlers();
        app.Map("/flooded-page", flooded => flooded.Run(http =>
        {
            http.RequestServices.GetRequiredService<FloodCount>().Work();
            return Task.CompletedTask;
        }));
        await app.StartAsync(Bounded.Token);
        return new HeldApp(app, epoll);
    }

    public async Task<TestClient[]> ConnectAsync(int count)
    {
        var clients = new TestClient[count];
        for (var i = 0; i < count; i++)
        {
            clients[i] = await TestClient.ConnectAsync(Address);
        }

        return clients;
    }

    /// <summary>A client that hears what is said from now on: its handshake ends before its [OnOpen] has run.</summary>
    public async Task<TestClient> ListenAsync()
    {
        const string Own = "listening";
        var listener = await TestClient.ConnectAsync(new Uri(Address + "/listeners"));
        await listener.SendAsync(Own);
        while (await listener.ReceiveAsync() != Own)
        {
        }

        return listener;
    }

    public Task StopAsync() => _app.StopAsync(Bounded.Token);

    public async ValueTask DisposeAsync()
    {
        Gates.Open();
        await _app.StopAsync(Bounded.Token);
        await _app.DisposeAsync();
    }
}
