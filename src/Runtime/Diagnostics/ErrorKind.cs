using System.Net.WebSockets;

namespace WebSockets.Diagnostics;

/// <summary>The kinds of errors that are told apart.</summary>
internal static class ErrorKind
{
    /// <summary>A method of the handler threw.</summary>
    public const string Failed = "failed";

    /// <summary>The peer broke the protocol.</summary>
    public const string Protocol = "protocol";

    /// <summary>A text message was not UTF-8, or a compressed one could not be inflated.</summary>
    public const string InvalidData = "invalid_data";

    /// <summary>A message was larger than it may be.</summary>
    public const string TooBig = "too_big";

    /// <summary>The peer sent more messages than it may.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The peer did not read what it was sent.</summary>
    public const string SlowConsumer = "slow_consumer";

    /// <summary>The peer did not answer a ping.</summary>
    public const string PeerDead = "peer_dead";

    /// <summary>A message took longer to arrive than it may.</summary>
    public const string ReceiveTimedOut = "receive_timed_out";

    /// <summary>A method took longer than it may.</summary>
    public const string TimedOut = "timed_out";

    /// <summary>A method went on when its connection had ended, and was left to itself.</summary>
    public const string MethodLeft = "method_left";

    /// <summary>This library has failed.</summary>
    public const string Internal = "internal";

    /// <summary>What a method, or the look for one, failed with.</summary>
    public static string Of(Exception exception) =>
        exception is WebSocketMessageException message ? message.Error.ToString().ToLowerInvariant() : Failed;

    /// <summary>What a peer did that is closed with the status.</summary>
    public static string Of(WebSocketCloseStatus violation) => violation switch
    {
        WebSocketCloseStatus.MessageTooBig => TooBig,
        WebSocketCloseStatus.InvalidPayloadData => InvalidData,
        _ => Protocol,
    };
}
