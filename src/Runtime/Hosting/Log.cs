using Microsoft.Extensions.Logging;

namespace WebSockets.Hosting;

/// <summary>Everything that the library logs. Ids are stable. Nothing that a peer sent is logged as it came: see <see cref="LogText"/>.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "{Handler}: connection {ConnectionId} opened.")]
    public static partial void Opened(ILogger logger, string handler, string connectionId);

    [LoggerMessage(2, LogLevel.Debug, "{Handler}: connection {ConnectionId} closed with status {Status}.")]
    public static partial void Closed(ILogger logger, string handler, string connectionId, int? status);

    [LoggerMessage(3, LogLevel.Debug, "{Handler}: handshake refused with {StatusCode}: {Why}")]
    public static partial void HandshakeRefused(ILogger logger, string handler, int statusCode, string why);

    [LoggerMessage(4, LogLevel.Information, "{Handler}: a page of another origin was refused; pages of {Expected} may connect, or those listed in AllowedOrigins. Behind a proxy, use forwarded headers.")]
    public static partial void OriginRefused(ILogger logger, string handler, string expected);

    [LoggerMessage(5, LogLevel.Error, "{Handler}: the handshake failed.")]
    public static partial void HandshakeFailed(ILogger logger, string handler, Exception exception);

    [LoggerMessage(6, LogLevel.Error, "{Handler}: a method failed on connection {ConnectionId}, which is closed with 1011.")]
    public static partial void HandlerFailed(ILogger logger, string handler, string connectionId, Exception exception);

    [LoggerMessage(7, LogLevel.Error, "{Handler}: an [OnError] method failed on connection {ConnectionId}.")]
    public static partial void ErrorHandlerFailed(ILogger logger, string handler, string connectionId, Exception? exception);

    [LoggerMessage(8, LogLevel.Debug, "{Handler}: a message on connection {ConnectionId} was refused: {Error}.")]
    public static partial void MessageRefused(ILogger logger, string handler, string connectionId, WebSocketMessageError error);

    [LoggerMessage(9, LogLevel.Debug, "{Handler}: connection {ConnectionId} broke the protocol and is closed with {Status}: {Why}")]
    public static partial void ProtocolViolation(ILogger logger, string handler, string connectionId, int? status, string? why);

    [LoggerMessage(10, LogLevel.Information, "{Handler}: connection {ConnectionId} reads too slowly and is closed with 1013.")]
    public static partial void SlowConsumer(ILogger logger, string handler, string connectionId);

    [LoggerMessage(11, LogLevel.Debug, "{Handler}: connection {ConnectionId} does not answer and is dropped.")]
    public static partial void PeerDead(ILogger logger, string handler, string connectionId);

    [LoggerMessage(12, LogLevel.Error, "{Handler}: what was registered on the Closed token of connection {ConnectionId} failed.")]
    public static partial void CallbackFailed(ILogger logger, string handler, string connectionId, Exception exception);

    [LoggerMessage(13, LogLevel.Error, "{Handler}: disposing of the handler of connection {ConnectionId} failed.")]
    public static partial void DisposeFailed(ILogger logger, string handler, string connectionId, Exception exception);

    [LoggerMessage(14, LogLevel.Information, "{Handler}: closing {Count} connections because the app is stopping.")]
    public static partial void Draining(ILogger logger, string handler, int count);

    [LoggerMessage(15, LogLevel.Warning, "{Handler}: {Count} connections did not end in time and are dropped.")]
    public static partial void DrainTimedOut(ILogger logger, string handler, int count);

    [LoggerMessage(16, LogLevel.Warning, "{Handler}: a method is still running on connection {ConnectionId}, which has ended. It ignores its CancellationToken.")]
    public static partial void MethodLeft(ILogger logger, string handler, string connectionId);

    [LoggerMessage(17, LogLevel.Critical, "{Handler}: connection {ConnectionId} was dropped because the library has failed.")]
    public static partial void ConnectionFailed(ILogger logger, string handler, string connectionId, Exception exception);

    [LoggerMessage(18, LogLevel.Debug, "{ConnectionId} {Direction} {Kind}, {Length} bytes")]
    public static partial void Traffic(ILogger logger, string connectionId, string direction, string kind, long length);

    [LoggerMessage(19, LogLevel.Debug, "{ConnectionId} {Direction} {Kind}, {Length} bytes: {Payload}")]
    public static partial void TrafficWithPayload(ILogger logger, string connectionId, string direction, string kind, long length, string payload);

    [LoggerMessage(20, LogLevel.Debug, "{ConnectionId} {Direction} close, status {Status}")]
    public static partial void TrafficClose(ILogger logger, string connectionId, string direction, int? status);

    [LoggerMessage(30, LogLevel.Debug, "A WebSocket handshake was refused with 400: {Why}")]
    public static partial void AccessTokenRefused(ILogger logger, string why);

    [LoggerMessage(31, LogLevel.Debug, "{Handler}: the authentication of connection {ConnectionId} has expired, and it is closed with 4401.")]
    public static partial void AuthenticationExpired(ILogger logger, string handler, string connectionId);

    [LoggerMessage(32, LogLevel.Debug, "{Handler}: the user of connection {ConnectionId} may not send to {Method}.")]
    public static partial void MessageForbidden(ILogger logger, string handler, string connectionId, string method);

    [LoggerMessage(40, LogLevel.Warning, "{Key} in the configuration is no option, and is not read.{Hint}")]
    public static partial void UnknownOption(ILogger logger, string key, string hint);

    [LoggerMessage(41, LogLevel.Warning, "{Key} in the configuration is the section of no handler that is mapped, and is not read.{Hint}")]
    public static partial void UnknownHandler(ILogger logger, string key, string hint);

    [LoggerMessage(50, LogLevel.Warning, "{Handler}: a method has taken longer than MessageTimeout on connection {ConnectionId}, which is closed with 1011.")]
    public static partial void MessageTimedOut(ILogger logger, string handler, string connectionId);

    [LoggerMessage(51, LogLevel.Warning, "{Handler}: {Count} connections that were dropped have not ended when the app stops: an [OnClose] goes on, or a method blocks its thread.")]
    public static partial void DrainIncomplete(ILogger logger, string handler, int count);

    [LoggerMessage(52, LogLevel.Debug, "{Handler}: an [OnLogin] that was cancelled has failed. Its client has got an answer, or is gone.")]
    public static partial void CancelledLoginFailed(ILogger logger, string handler, Exception exception);

    [LoggerMessage(53, LogLevel.Critical, "{Handler}: a timer of the library has failed, and goes on.")]
    public static partial void TimerFailed(ILogger logger, string handler, Exception exception);

    [LoggerMessage(55, LogLevel.Debug, "{Handler}: a message on connection {ConnectionId} has taken longer than MessageReceiveTimeout to arrive, and the connection is closed with 1008.")]
    public static partial void ReceiveTimedOut(ILogger logger, string handler, string connectionId);
}
