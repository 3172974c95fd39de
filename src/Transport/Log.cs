using System.Net;
using Microsoft.Extensions.Logging;

namespace WebSockets.Transport;

/// <summary>Everything that the transport logs. Ids are stable.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The epoll transport needs Linux on x64 or arm64; on {Runtime} Kestrel's own sockets are used.")]
    public static partial void NotSupported(ILogger logger, string runtime);

    [LoggerMessage(2, LogLevel.Debug, "Code has held a loop for too long. Its other connections go on by another thread.")]
    public static partial void HandedOver(ILogger logger);

    [LoggerMessage(3, LogLevel.Warning, "At {EndPoint} no more connections can be accepted for the moment: the system lacks descriptors or memory (errno {Error}).")]
    public static partial void CannotAccept(ILogger logger, EndPoint endPoint, int error);

    [LoggerMessage(4, LogLevel.Error, "What was registered on the ConnectionClosed token of connection {ConnectionId} failed.")]
    public static partial void CallbackFailed(ILogger logger, string connectionId, Exception exception);

    [LoggerMessage(5, LogLevel.Warning, "A loop that code holds cannot be handed over, and its other connections wait: there are no more threads, of which {Most} are allowed (MaxExtraThreads) and the system may have fewer.")]
    public static partial void CannotHandOver(ILogger logger, int most, Exception? exception);

    [LoggerMessage(6, LogLevel.Critical, "A fault of the epoll transport. What it concerns has ended; all else goes on.")]
    public static partial void Failed(ILogger logger, Exception exception);
}
