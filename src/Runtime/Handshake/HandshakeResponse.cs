using System.Globalization;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.RateLimiting;
using WebSockets.Connections;
using WebSockets.Transports;

namespace WebSockets.Handshake;

/// <summary>The server's part of the opening handshake (RFC 6455, section 4.2.2; RFC 8441, section 5.1).</summary>
internal static class HandshakeResponse
{
    /// <summary>Answers a refused handshake. The body says why, in words that hold nothing of the server's inside.</summary>
    public static Task RefuseAsync(HttpContext http, WebSocketHandshakeException refusal)
    {
        http.Response.StatusCode = refusal.StatusCode;
        if (refusal.StatusCode == StatusCodes.Status426UpgradeRequired)
        {
            http.Response.Headers.SecWebSocketVersion = "13";
            if (HttpProtocol.IsHttp11(http.Request.Protocol) || HttpProtocol.IsHttp10(http.Request.Protocol))
            {
                http.Response.Headers.Upgrade = "websocket";
                RefusedConnections.Close(http);
            }
        }

        if (refusal.RetryAfter is { } time)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(refusal.Message);
    }

    /// <summary>Accepts the handshake, and gives the bytes that follow it.</summary>
    /// <exception cref="WebSocketHandshakeException">The server has as many upgraded connections as it may have.</exception>
    public static Task<ConnectionTransport> AcceptAsync(HttpContext http, string? protocol, string? extensions)
    {
        var headers = http.Response.Headers;
        if (protocol is not null)
        {
            headers.SecWebSocketProtocol = protocol;
        }

        if (extensions is not null)
        {
            headers.SecWebSocketExtensions = extensions;
        }

        return HandshakeRequest.IsExtendedConnect(http) ? ConnectAsync(http) : UpgradeAsync(http);
    }

    private static async Task<ConnectionTransport> ConnectAsync(HttpContext http)
    {
        var stream = await http.Features.GetRequiredFeature<IHttpExtendedConnectFeature>().AcceptAsync().ConfigureAwait(false);
        return Over(stream, http);
    }

    private static async Task<ConnectionTransport> UpgradeAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.Upgrade = "websocket";
        headers.Connection = "Upgrade";
        headers.SecWebSocketAccept = HandshakeRequest.AcceptValue(http.Request.Headers.SecWebSocketKey.ToString());
        var upgrade = http.Features.GetRequiredFeature<IHttpUpgradeFeature>();
        Stream stream;
        try
        {
            stream = await upgrade.UpgradeAsync().ConfigureAwait(false);
        }
        catch (InvalidOperationException) when (!http.Response.HasStarted)
        {
            // KestrelServerLimits.MaxConcurrentUpgradedConnections
            (headers.Upgrade, headers.Connection, headers.SecWebSocketAccept, headers.SecWebSocketProtocol, headers.SecWebSocketExtensions) = (default, default, default, default, default);
            throw new WebSocketHandshakeException(StatusCodes.Status503ServiceUnavailable, "There are too many connections.");
        }

        if (http.Features.Get<IConnectionTransportFeature>() is not { Transport: { } pipes } || http.Features.Get<IConnectionLifetimeFeature>() is not { } lifetime)
        {
            return Over(stream, http);
        }

        if (!IsCounted(http) && pipes is IDetachablePipe detachable && detachable.TryDetach() is { } detached)
        {
            return new DetachedTransport(detached);
        }

        // The connection's own pipes spare the server's stream objects, and a copy each way. Under TLS they are those of the TLS layer.
        return new ServerTransport(pipes.Input, pipes.Output, lifetime.Abort, lifetime.ConnectionClosed, SocketInput.Of(http));
    }

    // A concurrency limiter counts requests: this one has to last as long as its connection.
    private static bool IsCounted(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>() is not null;

    private static StreamTransport Over(Stream stream, HttpContext http) =>
        new(stream, http.Abort, http.Features.Get<IConnectionLifetimeFeature>() is { } carrier ? carrier.Abort : http.Abort, http.RequestAborted, SocketInput.Of(http));
}
