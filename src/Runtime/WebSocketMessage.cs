using System.Buffers;
using System.Net.WebSockets;
using System.Text;

namespace WebSockets;

/// <summary>A whole message as it arrived. Its memory is only valid until the method that got it completes.</summary>
public readonly struct WebSocketMessage
{
    /// <summary>Describes a message.</summary>
    /// <param name="type">Text or binary.</param>
    /// <param name="data">The payload; valid UTF-8 when <paramref name="type"/> is text.</param>
    public WebSocketMessage(WebSocketMessageType type, ReadOnlySequence<byte> data)
    {
        Type = type;
        Data = data;
    }

    // It has arrived, and so was validated.
    internal WebSocketMessage(WebSocketMessageType type, in ReadOnlySequence<byte> data, bool isValidated)
        : this(type, data) =>
        IsValidated = isValidated;

    /// <summary>Whether a text is known to be UTF-8.</summary>
    internal bool IsValidated { get; }

    /// <summary>Whether the message is text or binary.</summary>
    public WebSocketMessageType Type { get; }

    /// <summary>The payload: UTF-8 for text, which has been validated.</summary>
    public ReadOnlySequence<byte> Data { get; }

    /// <summary>The payload decoded as UTF-8. Each call decodes anew.</summary>
    public string Text => Encoding.UTF8.GetString(Data);
}
