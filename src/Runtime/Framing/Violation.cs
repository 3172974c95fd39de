using System.Net.WebSockets;

namespace WebSockets.Framing;

/// <summary>
/// A rule that a peer broke, with the status and reason to close with. Fixed instances, so that hostile input
/// costs no allocation, and so that no byte of it can find its way into a reason.
/// </summary>
internal sealed class Violation
{
    // RFC 6455 5.1, 5.2, 5.4 and 5.5.
    public static readonly Violation Unmasked = Protocol("Frame is not masked");
    public static readonly Violation ReservedBits = Protocol("Reserved bits are set");
    public static readonly Violation ReservedOpcode = Protocol("Reserved opcode");
    public static readonly Violation LengthEncoding = Protocol("Payload length is not minimally encoded");
    public static readonly Violation LengthSign = Protocol("Payload length has its highest bit set");
    public static readonly Violation FragmentedControl = Protocol("Control frame is fragmented");
    public static readonly Violation LongControl = Protocol("Control frame is too long");
    public static readonly Violation NothingToContinue = Protocol("Continuation without a message");
    public static readonly Violation Unfinished = Protocol("New message inside a fragmented one");

    // RFC 6455 5.5.1 and 7.4.
    public static readonly Violation ClosePayload = Protocol("Close payload is one byte");
    public static readonly Violation CloseCode = Protocol("Close code is not allowed");
    public static readonly Violation CloseReason = Data("Close reason is not UTF-8");

    // RFC 6455 8.1, RFC 7692 7.2.2.
    public static readonly Violation Text = Data("Text is not UTF-8");
    public static readonly Violation Compression = Data("Compressed data is corrupt");

    // RFC 6455 7.4.1.
    public static readonly Violation TooBig = new(WebSocketCloseStatus.MessageTooBig, "Message is too big");

    public static readonly Violation Flood = new(WebSocketCloseStatus.PolicyViolation, "Too many control frames or small fragments");

    private Violation(WebSocketCloseStatus status, string reason)
    {
        Status = status;
        Reason = reason;
    }

    public WebSocketCloseStatus Status { get; }

    public string Reason { get; }

    private static Violation Protocol(string reason) => new(WebSocketCloseStatus.ProtocolError, reason);

    private static Violation Data(string reason) => new(WebSocketCloseStatus.InvalidPayloadData, reason);
}
