using System.Net.WebSockets;

namespace WebSockets.Diagnostics;

/// <summary>The names of tags, and the values that come from no app.</summary>
internal static class Tags
{
    public const string Handler = "websocket.handler";
    public const string MessageName = "websocket.message.name";
    public const string MessageSize = "websocket.message.size";
    public const string ConnectionId = "websocket.connection.id";
    public const string Direction = "network.io.direction";
    public const string Outcome = "websocket.handshake.outcome";
    public const string ResponseStatus = "http.response.status_code";
    public const string Route = "http.route";
    public const string CloseCode = "websocket.close.code";
    public const string CloseInitiator = "websocket.close.initiator";
    public const string ErrorType = "error.type";

    public const string Receive = "receive";
    public const string Transmit = "transmit";

    /// <summary>The name of messages whose name no method has.</summary>
    public const string Other = "_OTHER";

    /// <summary>The name of text that has none.</summary>
    public const string Text = "_TEXT";

    /// <summary>The name of binary messages.</summary>
    public const string Binary = "_BINARY";

    // The connection ended without a close frame: a status that never stands in one (RFC 6455, section 7.4.1).
    private const string NoCloseFrame = "1006";

    private static readonly string[] KnownCodes = [.. Enumerable.Range(1000, 16).Select(static code => code.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>A status that the registry of codes names is itself; those that apps choose, or peers, are told apart by their range alone.</summary>
    public static string Code(WebSocketCloseStatus? status) => (int?)status switch
    {
        null => NoCloseFrame,
        >= 1000 and <= 1015 and var known => KnownCodes[known - 1000],
        4401 => "4401", // the library's own: the user's authentication has expired
        >= 3000 and <= 3999 => "3xxx",
        >= 4000 and <= 4999 => "4xxx",
        _ => Other,
    };
}
