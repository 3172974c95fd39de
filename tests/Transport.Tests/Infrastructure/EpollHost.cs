using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;
using WebSockets.Testing;
using WebSockets.Transport.Connections;

namespace WebSockets.Transport.Tests.Infrastructure;

/// <summary>What a test changes about its host before it starts.</summary>
internal sealed class EpollHostSetup
{
    public Action<EpollTransportOptions> Transport { get; set; } = _ => { };

    public Action<KestrelServerOptions> Kestrel { get; set; } = _ => { };

    public Action<ListenOptions> Listen { get; set; } = _ => { };

    public IReadOnlyList<EndPoint> EndPoints { get; set; } = [new IPEndPoint(IPAddress.Loopback, 0)];

    /// <summary>Turns the transport on. A test of the registration does it in its own way.</summary>
    public Action<IWebHostBuilder>? Builder { get; set; }

    /// <summary>The test makes something fail on purpose.</summary>
    public bool ExpectsErrors { get; set; }
}

/// <summary>A real Kestrel over the epoll transport. Its end fails the test if a warning was logged that the test did not announce.</summary>
internal sealed class EpollHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly LoggedErrors _errors;
    private readonly bool _expectsErrors;

    private EpollHost(WebApplication app, LoggedErrors errors, bool expectsErrors)
    {
        _app = app;
        _errors = errors;
        _expectsErrors = expectsErrors;
        Ports = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Where(address => !address.Contains("unix:", StringComparison.Ordinal)).Select(address => BindingAddress.Parse(address).Port)];
    }

    public IReadOnlyList<int> Ports { get; }

    public int Port => Ports[0];

    public IServiceProvider Services => _app.Services;

    public Journal Journal => Services.GetRequiredService<Journal>();

    public Gate Gate => Services.GetRequiredService<Gate>();

    public static async Task<EpollHost> StartAsync(Action<WebApplication> map, Action<EpollHostSetup>? setup = null)
    {
        var choices = new EpollHostSetup();
        setup?.Invoke(choices);
        var errors = new LoggedErrors();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Logging.AddProvider(errors).SetMinimumLevel(LogLevel.Warning);
        if (choices.Builder is { } custom)
        {
            custom(builder.WebHost);
        }
        else
        {
            builder.WebHost.UseKestrelCore().UseEpollTransport(choices.Transport);
        }

        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            choices.Kestrel(kestrel);
            foreach (var endPoint in choices.EndPoints)
            {
                kestrel.Listen(endPoint, choices.Listen);
            }
        });
        builder.Services.AddSingleton<Journal>().AddSingleton<Gate>().AddSingleton<Barrier>().AddWebSocketHandlers();
        var app = builder.Build();
        map(app);
        try
        {
            await app.StartAsync().Within("it starts");
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new EpollHost(app, errors, choices.ExpectsErrors);
    }

    /// <summary>A host that only answers requests.</summary>
    public static Task<EpollHost> ServeAsync(RequestDelegate handler, Action<EpollHostSetup>? setup = null) =>
        StartAsync(app => app.Run(handler), setup);

    /// <summary>Whether the connection of a request came by the epoll transport, as it is, without a layer between.</summary>
    public static bool IsEpoll(HttpContext http) => http.Features.Get<IConnectionTransportFeature>()?.Transport is SocketChannel;

    public Task<RawClient> DialAsync(bool tls = false) => RawClient.DialAsync(Port, tls);

    /// <summary>A TCP socket to the host.</summary>
    public async Task<Socket> ConnectAsync(int? receiveBuffer = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } size)
        {
            socket.ReceiveBufferSize = size;
        }

        await socket.ConnectAsync(IPAddress.Loopback, Port).Within("TCP connects");
        return socket;
    }

    /// <summary>An open WebSocket connection.</summary>
    public async Task<RawClient> OpenAsync(string path, bool tls = false)
    {
        var client = await DialAsync(tls);
        await client.OpenAsync(Handshake(path));
        return client;
    }

    public HandshakeText Handshake(string path) => new(path, $"127.0.0.1:{Port}");

    public HttpClient Client(bool tls = false, Version? version = null) =>
        new(Trusting())
        {
            BaseAddress = new Uri($"{(tls ? "https" : "http")}://127.0.0.1:{Port}"),
            DefaultRequestVersion = version ?? HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = Bounded.Limit,
        };

    public static SocketsHttpHandler Trusting() => new() { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } };

    public WebSocketConnections<THandler> Connections<THandler>() => Services.GetRequiredService<WebSocketConnections<THandler>>();

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().Within("it stops");
        await _app.DisposeAsync();
        if (!_expectsErrors && !TestContext.CurrentContext.Result.Assertions.Any())
        {
            Assert.That(_errors.Entries, Is.Empty, "what the app has logged");
        }
    }
}
