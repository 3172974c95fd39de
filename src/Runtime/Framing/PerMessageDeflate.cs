using Microsoft.Extensions.Primitives;

namespace WebSockets.Framing;

/// <summary>
/// Negotiates permessage-deflate (RFC 7692 7.1), always without context takeover on either side: a connection then keeps no window,
/// and a message to many is compressed once.
/// </summary>
internal static class PerMessageDeflate
{
    private const string Accepted = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    /// <summary>Answers the offers of Sec-WebSocket-Extensions. The first one that can be met is accepted.</summary>
    /// <param name="offers">The header.</param>
    /// <param name="windowBits">The window of what is sent (RFC 7692 7.1.2.1), 2 to the power of this; 0 where every offer is declined.</param>
    /// <returns>The value of the response's header, or null where every offer is declined.</returns>
    public static string? Accept(StringValues offers, out int windowBits)
    {
        windowBits = 0;
        foreach (var header in offers)
        {
            // Several headers are one list (RFC 6455 9.1).
            var outcome = Accept(header, ref windowBits, out var malformed);
            if (outcome is not null || malformed)
            {
                return outcome;
            }
        }

        return null;
    }

    private static string? Accept(ReadOnlySpan<char> header, ref int windowBits, out bool malformed)
    {
        var parts = new ExtensionOffers(header);
        var offer = default(Offer);
        while (true)
        {
            var part = parts.Next();
            malformed = part == ExtensionPart.Malformed;
            if (part == ExtensionPart.Parameter)
            {
                offer.Add(parts.Name, parts.HasValue, parts.Value);
                continue;
            }

            if (malformed)
            {
                return null;
            }

            if (offer.IsAcceptable)
            {
                windowBits = offer.ServerWindowBits > 0 ? offer.ServerWindowBits : Deflate.MaxWindowBits;
                return offer.ServerWindowBits > 0 ? $"{Accepted}; server_max_window_bits={windowBits}" : Accepted;
            }

            if (part == ExtensionPart.End)
            {
                return null;
            }

            offer = new Offer(parts.Name);
        }
    }

    /// <summary>What has been read of one offer. Offers of other extensions are never acceptable.</summary>
    private struct Offer(ReadOnlySpan<char> name)
    {
        private Seen _seen;

        [Flags]
        private enum Seen
        {
            None = 0,
            ServerNoContextTakeover = 1,
            ClientNoContextTakeover = 2,
            ServerMaxWindowBits = 4,
            ClientMaxWindowBits = 8,
        }

        public bool IsAcceptable { get; private set; } = name is "permessage-deflate";

        /// <summary>The window that the server must not exceed, which the response has to confirm (RFC 7692 7.1.2.1); 0: any.</summary>
        public int ServerWindowBits { get; private set; }

        public void Add(ReadOnlySpan<char> parameter, bool hasValue, ReadOnlySpan<char> value)
        {
            var bits = WindowBitsOf(value);
            var (seen, fits) = parameter switch
            {
                "server_no_context_takeover" => (Seen.ServerNoContextTakeover, !hasValue),
                "client_no_context_takeover" => (Seen.ClientNoContextTakeover, !hasValue),
                "server_max_window_bits" => (Seen.ServerMaxWindowBits, bits > 0),
                // A hint that may come without a value (7.1.2.2). Whatever window the client takes, inflating copes with it.
                "client_max_window_bits" => (Seen.ClientMaxWindowBits, !hasValue || bits > 0),
                _ => (Seen.None, false),
            };

            // RFC 7692 7.1: an unknown parameter, an invalid value or a second mention declines the offer.
            IsAcceptable = IsAcceptable && fits && (_seen & seen) == 0;
            _seen |= seen;
            ServerWindowBits = seen == Seen.ServerMaxWindowBits ? bits : ServerWindowBits;
        }

        // RFC 7692 7.1.2: 8 to 15, without leading zeros. 0 for anything else.
        private static int WindowBitsOf(ReadOnlySpan<char> value) => value switch
        {
            [var digit and ('8' or '9')] => digit - '0',
            ['1', var digit and >= '0' and <= '5'] => 10 + digit - '0',
            _ => 0,
        };
    }
}
