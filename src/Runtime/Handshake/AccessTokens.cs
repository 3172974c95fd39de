using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace WebSockets.Handshake;

/// <summary>
/// Takes the access token from where a browser's page can put it, a query value (RFC 6750, section 2.3) or the subprotocols, and makes it the
/// Authorization header (section 2.1) that the page cannot set. Nothing after it finds the token where addresses and offers are logged.
/// </summary>
internal static class AccessTokens
{
    /// <summary>The query value, and the subprotocol that stands before the token.</summary>
    public const string Name = "access_token";

    /// <summary>Longer than any token that fits a request line.</summary>
    public const int MaxLength = 8 * 1024;

    private const string ProtocolHeader = "Sec-WebSocket-Protocol";

    /// <summary>Looks at a request before anything else does. One that asks for no WebSocket is left alone.</summary>
    public static void Take(HttpContext http)
    {
        var request = http.Request;
        if (!HandshakeRequest.IsExtendedConnect(http) && !HandshakeRequest.HasToken(request.Headers, "Upgrade", "websocket"))
        {
            return;
        }

        List<string>? tokens = null;
        TakeFromQuery(http, ref tokens);
        var isOffered = TakeFromProtocols(request.Headers, ref tokens);
        if (tokens is null)
        {
            return;
        }

        string? problem = null;
        if (request.Headers.Authorization.Count == 0)
        {
            problem = Check(tokens);
            if (problem is null)
            {
                request.Headers.Authorization = "Bearer " + tokens[0];
            }
        }

        http.Features.Set(new AccessTokenFeature(isOffered, problem));
    }

    /// <summary>Why the request has to be refused; null: it need not be.</summary>
    public static string? Problem(HttpContext http) => http.Features.Get<AccessTokenFeature>()?.Problem;

    /// <summary>What answers an offer of subprotocols with a token in it that the handler speaks none of; null: there was no such offer.</summary>
    public static string? AnsweredProtocol(HttpContext http) => http.Features.Get<AccessTokenFeature>() is { IsOffered: true } ? Name : null;

    private static string? Check(List<string> tokens) =>
        !tokens.TrueForAll(IsToken) ? "The access token is malformed or too long."
        : tokens.Exists(token => token != tokens[0]) ? "There are two access tokens."
        : null;

    private static void TakeFromQuery(HttpContext http, ref List<string>? tokens)
    {
        var query = http.Request.QueryString.Value;
        if (query is null or "" or "?")
        {
            return;
        }

        List<string>? kept = null;
        var parts = query[1..].Split('&');
        for (var i = 0; i < parts.Length; i++)
        {
            var (name, value) = parts[i].IndexOf('=', StringComparison.Ordinal) is >= 0 and var end ? (parts[i][..end], parts[i][(end + 1)..]) : (parts[i], "");

            // Request.Query minds no case either.
            if (!Uri.UnescapeDataString(name).Equals(Name, StringComparison.OrdinalIgnoreCase))
            {
                kept?.Add(parts[i]);
                continue;
            }

            kept ??= [.. parts[..i]];
            (tokens ??= []).Add(Uri.UnescapeDataString(value));
        }

        if (kept is not null)
        {
            var rest = kept.Count == 0 ? "" : "?" + string.Join('&', kept);
            http.Request.QueryString = new QueryString(rest);
            Cut(http.Features.GetRequiredFeature<IHttpRequestFeature>(), rest);
        }
    }

    // The target as it came has the query once more.
    private static void Cut(IHttpRequestFeature request, string query)
    {
        if (request.RawTarget.IndexOf('?', StringComparison.Ordinal) is >= 0 and var start)
        {
            request.RawTarget = request.RawTarget[..start] + query;
        }
    }

    private static bool TakeFromProtocols(IHeaderDictionary headers, ref List<string>? tokens)
    {
        if (headers.SecWebSocketProtocol.Count == 0)
        {
            return false;
        }

        var offered = headers.GetCommaSeparatedValues(ProtocolHeader);
        var kept = new List<string>(offered.Length);
        for (var i = 0; i < offered.Length; i++)
        {
            if (offered[i] == Name)
            {
                i++;
                (tokens ??= []).Add(i < offered.Length ? offered[i] : "");
            }
            else
            {
                kept.Add(offered[i]);
            }
        }

        if (kept.Count == offered.Length)
        {
            return false;
        }

        headers.SecWebSocketProtocol = kept.Count == 0 ? default : (Microsoft.Extensions.Primitives.StringValues)string.Join(", ", kept);
        return true;
    }

    // b64token of RFC 6750, section 2.1.
    private static bool IsToken(string token)
    {
        var text = token.AsSpan().TrimEnd('=');
        return token.Length <= MaxLength && text.Length > 0 && !text.ContainsAnyExcept(Characters);
    }

    private static readonly System.Buffers.SearchValues<char> Characters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/");
}

/// <summary>What was found out about the token of a handshake.</summary>
/// <param name="IsOffered">It came among the subprotocols, which the browser wants one of to be answered.</param>
/// <param name="Problem">Why the request has to be refused.</param>
internal sealed record AccessTokenFeature(bool IsOffered, string? Problem);
