using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace WebSockets.Handshake;

/// <summary>
/// The client's opening handshake: RFC 6455, section 4.2.1 for HTTP/1.1, and RFC 8441, section 5 for HTTP/2.
/// </summary>
internal static class HandshakeRequest
{
    private const string Version = "13";
    private const int KeyLength = 16;

    /// <summary>Whether it is an extended CONNECT of HTTP/2 (or a later version) for a WebSocket.</summary>
    public static bool IsExtendedConnect(HttpContext http) =>
        http.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" };

    /// <summary>Whether it is a request of HTTP/1.1 to upgrade to a WebSocket, well-formed or not.</summary>
    public static bool AsksForUpgrade(HttpRequest request) =>
        HttpProtocol.IsHttp11(request.Protocol)
        && HttpMethods.IsGet(request.Method)
        && HasToken(request.Headers, "Upgrade", "websocket")
        && HasToken(request.Headers, "Connection", "Upgrade");

    /// <summary>Checks the request, and answers what is wrong with it; null when nothing is.</summary>
    public static WebSocketHandshakeException? Check(HttpContext http)
    {
        var headers = http.Request.Headers;
        if (!IsExtendedConnect(http))
        {
            if (!AsksForUpgrade(http.Request))
            {
                return NotAHandshake();
            }

            // A body would be taken for frames, or the other way round. Servers call such a request not upgradable, so this comes first.
            if (http.Request.ContentLength > 0 || headers.TransferEncoding.Count > 0)
            {
                return new(StatusCodes.Status400BadRequest, "A WebSocket handshake has no body.");
            }

            if (http.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true })
            {
                return NotAHandshake();
            }

            if (headers.SecWebSocketKey is not [{ } key] || !IsKey(key))
            {
                return new(StatusCodes.Status400BadRequest, "Sec-WebSocket-Key has to be the base64 of 16 bytes, once.");
            }
        }

        return headers.SecWebSocketVersion is [Version]
            ? null
            : new(StatusCodes.Status426UpgradeRequired, "Sec-WebSocket-Version has to be 13.");
    }

    /// <summary>The first subprotocol of ours that the client offers; null if there is none. A malformed offer counts as none.</summary>
    public static string? ChooseProtocol(HttpRequest request, string[] protocols)
    {
        if (protocols.Length == 0)
        {
            return null;
        }

        var offered = request.Headers.GetCommaSeparatedValues("Sec-WebSocket-Protocol");
        return Array.Find(protocols, protocol => offered.Contains(protocol, StringComparer.Ordinal));
    }

    /// <summary>The value that proves that the server has understood the key (RFC 6455, section 4.2.2, 5.4).</summary>
    public static string AcceptValue(string key)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"), hash);
        return Convert.ToBase64String(hash);
    }

    /// <summary>Whether a header that is a list has the token among its values.</summary>
    public static bool HasToken(IHeaderDictionary headers, string name, string token) =>
        headers.GetCommaSeparatedValues(name).Contains(token, StringComparer.OrdinalIgnoreCase);

    private static WebSocketHandshakeException NotAHandshake() => new(StatusCodes.Status426UpgradeRequired, "The request is not a WebSocket handshake.");

    private static bool IsKey(string key) =>
        key.Length == Base64.GetMaxEncodedToUtf8Length(KeyLength) && Convert.TryFromBase64String(key, stackalloc byte[KeyLength + 2], out var written) && written == KeyLength;
}
