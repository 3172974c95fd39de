namespace WebSockets.Framing;

/// <summary>What a frame carries (RFC 6455 5.2). The values are those of the wire; all others are reserved.</summary>
internal enum FrameOpcode : byte
{
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
}
