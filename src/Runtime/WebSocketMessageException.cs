using System.Net.WebSockets;

namespace WebSockets;

/// <summary>A message that could not be understood: malformed, or of a name that no method handles.</summary>
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

    /// <summary>The status with which the connection is closed when no [OnError] method takes the exception.</summary>
    public WebSocketCloseStatus CloseStatus =>
        Error == WebSocketMessageError.Malformed ? WebSocketCloseStatus.InvalidPayloadData : WebSocketCloseStatus.PolicyViolation;
}

/// <summary>Why a message could not be understood.</summary>
public enum WebSocketMessageError
{
    /// <summary>Not the JSON that the method expects. Unhandled, it closes the connection with 1007.</summary>
    Malformed,

    /// <summary>Its name, or its kind (text, binary), is one that no method handles. Unhandled, it closes the connection with 1008.</summary>
    Unknown,
}
