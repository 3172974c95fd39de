using System.Net.WebSockets;

namespace WebSockets;

/// <summary>A message that no method was called for: it is malformed, or of a name that no method handles, or the connection's user may not send it.</summary>
public sealed class WebSocketMessageException : Exception
{
    internal WebSocketMessageException(WebSocketMessageError error, string message, string? messageName = null, Exception? inner = null)
        : base(message, inner)
    {
        Error = error;
        MessageName = messageName;
    }

    /// <summary>What is wrong with the message.</summary>
    public WebSocketMessageError Error { get; }

    /// <summary>The name that the message carries, if it has one. It comes from the peer: do not trust it as log text.</summary>
    public string? MessageName { get; }

    /// <summary>
    /// The status with which the connection is closed when no [OnError] method takes the exception. For <see cref="WebSocketMessageError.Forbidden"/> it is
    /// not closed; an app that wants to closes with this one.
    /// </summary>
    public WebSocketCloseStatus CloseStatus =>
        Error == WebSocketMessageError.Malformed ? WebSocketCloseStatus.InvalidPayloadData : WebSocketCloseStatus.PolicyViolation;
}

/// <summary>Why no method was called for a message.</summary>
public enum WebSocketMessageError
{
    /// <summary>Not the JSON that the method expects. Unhandled, it closes the connection with 1007.</summary>
    Malformed,

    /// <summary>Its name, or its kind (text, binary), is one that no method handles. Unhandled, it closes the connection with 1008.</summary>
    Unknown,

    /// <summary>
    /// The connection's user may not send to the method, by its [Authorize]. It is answered with an error of the code <c>forbidden</c> if the handler has named messages, also
    /// where the message has no id. Unhandled, the connection stays open.
    /// </summary>
    Forbidden,
}
