namespace WebSockets.Framing;

/// <summary>What a <see cref="FrameEvent"/> reports.</summary>
internal enum FrameEventKind
{
    /// <summary>Nothing yet: all that could be used of the input has been used.</summary>
    NeedMoreData,

    /// <summary>A whole text or binary message.</summary>
    Message,

    /// <summary>A ping, to be answered with its own payload (RFC 6455 5.5.2).</summary>
    Ping,

    /// <summary>A pong, solicited or not.</summary>
    Pong,

    /// <summary>The peer closes. Nothing follows.</summary>
    Close,

    /// <summary>The peer broke a rule or a limit: the connection has to be failed. Nothing follows.</summary>
    Violation,
}
