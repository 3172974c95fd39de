using System.Buffers;

namespace WebSockets.Framing;

/// <summary>What <see cref="ExtensionOffers.Next"/> came to.</summary>
internal enum ExtensionPart
{
    /// <summary>An extension's name: an offer begins.</summary>
    Extension,

    /// <summary>A parameter of the current offer.</summary>
    Parameter,

    End,

    /// <summary>The header is malformed from here on.</summary>
    Malformed,
}

/// <summary>
/// Walks a Sec-WebSocket-Extensions header (RFC 6455 9.1) from left to right, once, without allocating. It knows the syntax
/// and nothing of what the extensions mean.
/// </summary>
internal ref struct ExtensionOffers(ReadOnlySpan<char> header)
{
    // RFC 9110 5.6.2.
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private ReadOnlySpan<char> _rest = header;
    private bool _inOffer;

    /// <summary>The extension's or the parameter's name.</summary>
    public ReadOnlySpan<char> Name { get; private set; }

    /// <summary>Whether the parameter has a value.</summary>
    public bool HasValue { get; private set; }

    /// <summary>The parameter's value, without quotes but with whatever is escaped in them.</summary>
    public ReadOnlySpan<char> Value { get; private set; }

    public ExtensionPart Next()
    {
        HasValue = false;
        Value = default;
        if (_inOffer && (Take(',') || _rest.IsEmpty))
        {
            _inOffer = false;
        }

        return _inOffer ? NextParameter() : NextExtension();
    }

    private ExtensionPart NextExtension()
    {
        // Lists may have empty elements (RFC 9110 5.6.1).
        while (Take(','))
        {
        }

        if (_rest.IsEmpty)
        {
            return ExtensionPart.End;
        }

        Name = TakeToken();
        _inOffer = true;
        return Name.IsEmpty ? ExtensionPart.Malformed : ExtensionPart.Extension;
    }

    private ExtensionPart NextParameter()
    {
        Name = Take(';') ? TakeToken() : default;
        if (Name.IsEmpty)
        {
            return ExtensionPart.Malformed;
        }

        if (!Take('='))
        {
            return ExtensionPart.Parameter;
        }

        HasValue = true;
        if (Take('"'))
        {
            return TakeQuoted() ? ExtensionPart.Parameter : ExtensionPart.Malformed;
        }

        Value = TakeToken();
        return Value.IsEmpty ? ExtensionPart.Malformed : ExtensionPart.Parameter;
    }

    // A separator with the white space around it, which is also what keeps the rest free of leading white space.
    private bool Take(char separator)
    {
        _rest = _rest.TrimStart(" \t");
        if (_rest.IsEmpty || _rest[0] != separator)
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }

    private ReadOnlySpan<char> TakeToken()
    {
        _rest = _rest.TrimStart(" \t");
        var end = _rest.IndexOfAnyExcept(TokenCharacters);
        var token = end < 0 ? _rest : _rest[..end];
        _rest = _rest[token.Length..];
        return token;
    }

    private bool TakeQuoted()
    {
        for (var at = 0; at < _rest.Length; at++)
        {
            if (_rest[at] == '"')
            {
                Value = _rest[..at];
                _rest = _rest[(at + 1)..];
                return true;
            }

            if (_rest[at] == '\\')
            {
                at++;
            }
        }

        return false;
    }
}
