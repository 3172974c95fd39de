using WebSockets.Transport;

namespace WebSockets.Testing;

/// <summary>
/// What the servers of a test run stand on: Kestrel's own sockets, or with <c>WEBSOCKETS_TESTS_TRANSPORT=epoll</c> the epoll transport. Whatever
/// holds over the one has to hold over the other.
/// </summary>
internal static class TransportUnderTest
{
    public static bool IsEpoll { get; } = Environment.GetEnvironmentVariable("WEBSOCKETS_TESTS_TRANSPORT") switch
    {
        null or "" or "sockets" => false,
        "epoll" => true,
        var other => throw new InvalidOperationException($"WEBSOCKETS_TESTS_TRANSPORT is '{other}', but has to be 'sockets' or 'epoll'."),
    };

    public static Microsoft.AspNetCore.Hosting.IWebHostBuilder UseTransportUnderTest(this Microsoft.AspNetCore.Hosting.IWebHostBuilder builder) => IsEpoll ? builder.UseEpollTransport() : builder;
}
