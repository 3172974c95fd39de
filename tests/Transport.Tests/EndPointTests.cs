using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Transport.Tests.Infrastructure;

namespace WebSockets.Transport.Tests;

/// <summary>Where the transport listens, and what a request knows of both ends.</summary>
internal sealed class EndPointTests
{
    private string _directory = "";

    [SetUp]
    public void MakeDirectory() => _directory = Directory.CreateTempSubdirectory("epoll").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public async Task IPv4_addresses_and_ports_of_both_ends_are_right([Values("127.0.0.1", "0.0.0.0")] string address, [Values(1, 4)] int loops)
    {
        await using var host = await StartAsync(loops, new IPEndPoint(IPAddress.Parse(address), 0));
        using var socket = await ConnectAsync(new IPEndPoint(IPAddress.Loopback, host.Port));

        Assert.That(await EndsAsync(socket), Is.EqualTo($"127.0.0.1 {PortOf(socket)} 127.0.0.1 {host.Port} True"));
    }

    [Test]
    public async Task IPv6_addresses_and_ports_of_both_ends_are_right([Values("::1", "::")] string address, [Values(1, 4)] int loops)
    {
        NeedIPv6();
        await using var host = await StartAsync(loops, new IPEndPoint(IPAddress.Parse(address), 0));
        using var socket = await ConnectAsync(new IPEndPoint(IPAddress.IPv6Loopback, host.Port));

        Assert.That(await EndsAsync(socket), Is.EqualTo($"::1 {PortOf(socket)} ::1 {host.Port} True"));
    }

    [Test]
    public async Task The_IPv6_wildcard_stands_for_IPv4_too([Values(1, 4)] int loops)
    {
        NeedIPv6();
        await using var host = await StartAsync(loops, new IPEndPoint(IPAddress.IPv6Any, 0));
        using var socket = await ConnectAsync(new IPEndPoint(IPAddress.Loopback, host.Port));

        Assert.That(await EndsAsync(socket), Is.EqualTo($"::ffff:127.0.0.1 {PortOf(socket)} ::ffff:127.0.0.1 {host.Port} True"));
    }

    [Test]
    public async Task All_of_many_connections_are_served_however_the_system_distributes_them([Values(1, 4)] int loops)
    {
        await using var host = await StartAsync(loops, new IPEndPoint(IPAddress.Loopback, 0));
        for (var i = 0; i < 100; i++)
        {
            using var socket = await ConnectAsync(new IPEndPoint(IPAddress.Loopback, host.Port));
            Assert.That(await EndsAsync(socket), Does.EndWith(" True"));
        }
    }

    [Test]
    public async Task Two_end_points_of_one_app_each_serve()
    {
        await using var host = await StartAsync(2, new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.Loopback, 0), new UnixDomainSocketEndPoint(SocketPath));
        using var first = await ConnectAsync(new IPEndPoint(IPAddress.Loopback, host.Ports[0]));
        using var second = await ConnectAsync(new IPEndPoint(IPAddress.Loopback, host.Ports[1]));
        using var third = await ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));

        Assert.That(host.Ports[0], Is.Not.EqualTo(host.Ports[1]));
        Assert.That(await EndsAsync(first), Does.EndWith($" {host.Ports[0]} True"));
        Assert.That(await EndsAsync(second), Does.EndWith($" {host.Ports[1]} True"));
        Assert.That(await EndsAsync(third), Does.EndWith(" True"));
    }

    [Test]
    public async Task A_Unix_domain_socket_serves_HTTP_and_WebSockets_on_every_loop([Values(1, 4)] int loops)
    {
        await using var host = await StartAsync(loops, new UnixDomainSocketEndPoint(SocketPath));
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, _) => new NetworkStream(await ConnectAsync(new UnixDomainSocketEndPoint(SocketPath)), ownsSocket: true),
        };
        using var invoker = new HttpMessageInvoker(handler);
        using var client = new HttpClient(handler, disposeHandler: false);

        Assert.That(await client.GetStringAsync(new Uri("http://localhost/ends")), Is.EqualTo(" 0  0 True"));
        for (var i = 0; i < 2 * loops; i++)
        {
            using var socket = new ClientWebSocket();
            await socket.ConnectAsync(new Uri("ws://localhost/echo"), invoker, CancellationToken.None).Within("it connects");
            await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
            var echo = new byte[10];
            var received = await socket.ReceiveAsync(echo.AsMemory(), CancellationToken.None).AsTask().Within("the echo comes");
            Assert.That(Encoding.UTF8.GetString(echo, 0, received.Count), Is.EqualTo("hello"));
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Within("it closes");
            await host.Journal.ExpectAsync("close 1000");
        }
    }

    [Test]
    public async Task A_Unix_domain_socket_can_be_listened_at_again_when_the_app_has_ended()
    {
        for (var i = 0; i < 2; i++)
        {
            await using var host = await StartAsync(1, new UnixDomainSocketEndPoint(SocketPath));
            using var socket = await ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));
            Assert.That(await EndsAsync(socket), Does.EndWith(" True"));
        }
    }

    [Test]
    public async Task An_address_where_another_app_listens_stops_the_start([Values(1, 4)] int loops)
    {
        await using var host = await StartAsync(loops, new IPEndPoint(IPAddress.Loopback, 0));

        await Assert.ThatAsync(
            () => StartAsync(loops, new IPEndPoint(IPAddress.Loopback, host.Port)),
            Throws.TypeOf<IOException>().With.InnerException.TypeOf<AddressInUseException>());

        using var socket = await ConnectAsync(new IPEndPoint(IPAddress.Loopback, host.Port));
        Assert.That(await EndsAsync(socket), Does.EndWith(" True"));
    }

    [Test]
    public async Task An_address_where_another_socket_listens_stops_the_start([Values(1, 4)] int loops)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        await Assert.ThatAsync(() => StartAsync(loops, (IPEndPoint)other.LocalEndpoint), Throws.TypeOf<IOException>().With.InnerException.TypeOf<AddressInUseException>());
    }

    [Test]
    public async Task A_Unix_domain_socket_where_another_app_listens_stops_the_start()
    {
        await using var host = await StartAsync(1, new UnixDomainSocketEndPoint(SocketPath));

        await Assert.ThatAsync(
            () => StartAsync(1, new UnixDomainSocketEndPoint(SocketPath)),
            Throws.TypeOf<IOException>().With.InnerException.TypeOf<AddressInUseException>());

        using var socket = await ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));
        Assert.That(await EndsAsync(socket), Does.EndWith(" True"));
    }

    [Test]
    public async Task A_start_that_failed_leaves_no_descriptor_behind()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await Assert.ThatAsync(() => StartAsync(4, (IPEndPoint)other.LocalEndpoint), Throws.TypeOf<IOException>());
        var before = Descriptors.OfLoops();

        await Assert.ThatAsync(() => StartAsync(4, (IPEndPoint)other.LocalEndpoint), Throws.TypeOf<IOException>());

        await Bounded.Until(() => Descriptors.OfLoops() <= before, "what the loops had is closed");
    }

    [Test]
    public async Task An_app_that_stopped_with_connections_open_can_listen_at_its_port_again([Values(1, 4)] int loops)
    {
        var host = await StartAsync(loops, new IPEndPoint(IPAddress.Loopback, 0));
        var port = host.Port;
        using var left = await ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        await EndsAsync(left);
        await host.DisposeAsync();

        await using var again = await StartAsync(loops, new IPEndPoint(IPAddress.Loopback, port));

        using var socket = await ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        Assert.That(await EndsAsync(socket), Does.EndWith(" True"));
    }

    private string SocketPath => Path.Combine(_directory, "s");

    private static Task<EpollHost> StartAsync(int loops, params EndPoint[] endPoints) => EpollHost.StartAsync(
        app =>
        {
            app.MapWebSocketHandler<Echo>();
            app.MapFallback(http => http.Response.WriteAsync(
                $"{http.Connection.RemoteIpAddress} {http.Connection.RemotePort} {http.Connection.LocalIpAddress} {http.Connection.LocalPort} {EpollHost.IsEpoll(http)}"));
        },
        setup =>
        {
            setup.EndPoints = endPoints;
            setup.Transport = options => options.LoopCount = loops;
        });

    private static async Task<Socket> ConnectAsync(EndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, endPoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        await socket.ConnectAsync(endPoint).Within("it connects");
        return socket;
    }

    private static async Task<string> EndsAsync(Socket socket)
    {
        await socket.SendAsync("GET /ends HTTP/1.0\r\nHost: x\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(new NetworkStream(socket));
        var response = await reader.ReadToEndAsync().Within("the response ends");
        return response[(response.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    private static void NeedIPv6()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        }
        catch (SocketException)
        {
            Testing.Needs.Missing("This needs IPv6: a loopback interface with the address ::1.");
        }
    }
}
