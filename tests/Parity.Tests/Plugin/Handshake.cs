namespace WebSockets.Parity.Tests.Plugin;

/// <summary>The opening handshake by a plain HTTP client, for a look at the whole answer when it is refused.</summary>
internal static class Handshake
{
    public static HttpRequestMessage Request(string path) => new(HttpMethod.Get, path)
    {
        Headers =
        {
            { "Connection", "Upgrade" },
            { "Upgrade", "websocket" },
            { "Sec-WebSocket-Version", "13" },
            { "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==" },
        },
    };
}
