namespace WebSockets.Framing;

/// <summary>Which close codes may stand in a close frame. One place, because it holds for both directions.</summary>
internal static class CloseCodes
{
    /// <summary>
    /// Whether an endpoint may send the code: those registered for it (RFC 6455 7.4.1 and the IANA registry, 1012 to 1014), and
    /// the ranges for libraries and applications (7.4.2). 1005, 1006 and 1015 only ever describe what was not received.
    /// </summary>
    public static bool IsLegalOnTheWire(int code) =>
        code is >= 1000 and <= 1003 or >= 1007 and <= 1014 or >= 3000 and <= 4999;
}
