using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using WebSockets.Hosting;
using WebSockets.Runtime.Tests.Wire;
using WebSockets.Testing;

namespace WebSockets.Runtime.Tests.Infrastructure;

/// <summary>What a test changes about its host before it starts.</summary>
internal sealed class TestHostSetup
{
    /// <summary>Services besides those of every host.</summary>
    public Action<IServiceCollection> Services { get; set; } = _ => { };

    /// <summary>What stands before the endpoints.</summary>
    public Action<WebApplication> Middleware { get; set; } = _ => { };

    public HttpProtocols Protocols { get; set; } = HttpProtocols.Http1;

    public bool Tls { get; set; }

    /// <summary>A clock that only the test moves.</summary>
    public FakeTimeProvider? Time { get; set; }
}

/// <summary>A real Kestrel on a port of its own. Its end fails the test if something was logged that the test did not announce.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestHost(WebApplication app, CapturedLogs logs, bool tls)
    {
        _app = app;
        Logs = logs;
        IsTls = tls;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Port = new Uri(address).Port;
    }

    public CapturedLogs Logs { get; }

    public int Port { get; }

    public bool IsTls { get; }

    public IServiceProvider Services => _app.Services;

    public Journal Journal => Services.GetRequiredService<Journal>();

    public Gate Gate => Services.GetRequiredService<Gate>();

    /// <param name="map">Maps the handlers and whatever else the test asks for.</param>
    /// <param name="setup">Changes what is before it.</param>
    public static async Task<TestHost> StartAsync(Action<WebApplication> map, Action<TestHostSetup>? setup = null)
    {
        var choices = new TestHostSetup();
        setup?.Invoke(choices);
        var logs = new CapturedLogs();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Logging.AddProvider(logs).SetMinimumLevel(LogLevel.Warning).AddFilter("WebSockets", LogLevel.Debug)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error); // warns when it makes the first key of a machine
        builder.WebHost.UseTransportUnderTest().UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = choices.Protocols;
            if (choices.Tls)
            {
                listen.UseHttps(TestCertificate.Value);
            }
        }));
        builder.Services.AddSingleton<Journal>().AddSingleton<Gate>().AddWebSocketHandlers();
        if (choices.Time is { } time)
        {
            builder.Services.AddSingleton<TimeProvider>(time);
        }

        choices.Services(builder.Services);
        var app = builder.Build();
        choices.Middleware(app);
        map(app);
        await app.StartAsync();
        return new TestHost(app, logs, choices.Tls);
    }

    /// <summary>A host with one handler.</summary>
    public static Task<TestHost> StartAsync<THandler>(Action<WebSocketHandlerOptions>? options = null, Action<TestHostSetup>? setup = null)
        where THandler : class, IWebSocketHandler<THandler> =>
        StartAsync(app => app.MapWebSocketHandler<THandler>(options), setup);

    /// <summary>A TCP (and TLS) connection, with nothing sent yet.</summary>
    public Task<RawClient> DialAsync() => RawClient.DialAsync(Port, IsTls);

    /// <summary>An open WebSocket connection.</summary>
    public async Task<RawClient> ConnectAsync(string path)
    {
        var client = await DialAsync();
        await client.OpenAsync(Handshake(path));
        return client;
    }

    /// <summary>A handshake that this host accepts.</summary>
    public HandshakeText Handshake(string path) => new(path, $"127.0.0.1:{Port}");

    /// <summary>The answer to a request of which no connection comes.</summary>
    public async Task<RawResponse> AnswerAsync(HandshakeText request)
    {
        await using var client = await DialAsync();
        await client.SendAsync(request.ToString());
        return await client.ReadResponseAsync();
    }

    public WebSocketConnections<THandler> Connections<THandler>() => Services.GetRequiredService<WebSocketConnections<THandler>>();

    /// <summary>The only connection, once it is open: a client knows that earlier.</summary>
    public async Task<WebSocketConnection> ConnectionAsync<THandler>()
    {
        await Bounded.Until(() => Connections<THandler>().Count == 1, "the connection is open");
        return Connections<THandler>().Single();
    }

    /// <summary>Until the server is done with what it has answered: while it is not, a peer's silence does not count.</summary>
    public Task RestsAsync<THandler>() => Bounded.Until(() => Connections<THandler>().All(connection => !connection.Life.IsHandling), "the server rests");

    /// <summary>Begins to stop the app, as a signal would.</summary>
    public Task StopAsync() => _app.StopAsync().Within("the app stops");

    /// <summary>Until the app refuses new connections because it stops.</summary>
    public Task Draining() => Bounded.Until(() => Services.GetRequiredService<HandlerRegistry>().Mappings.All(mapping => mapping.IsDraining), "the app drains");

    public async ValueTask DisposeAsync()
    {
        Gate.Open(); // a test that has failed says why, and not that a method still waits
        await _app.StopAsync().Within("the app stops");
        await _app.DisposeAsync().AsTask().Within("the app is disposed of");
        Logs.Check();
    }
}
