namespace WebSockets.Framing;

/// <summary>How inflating a message ended.</summary>
internal enum InflateResult
{
    Ok,

    /// <summary>The message would be longer than allowed; inflating stopped there.</summary>
    TooBig,

    /// <summary>The bytes are not a deflate stream, or end inside one.</summary>
    Corrupt,
}
