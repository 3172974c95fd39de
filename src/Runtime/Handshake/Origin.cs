using Microsoft.AspNetCore.Http;

namespace WebSockets.Handshake;

/// <summary>A web origin (RFC 6454): scheme, host and port. WebSocket requests carry one in place of what CORS would check.</summary>
internal static class Origin
{
    /// <summary>Whether a page of the request's origin may connect. A request without one does not come from a page.</summary>
    /// <param name="request">The handshake's request.</param>
    /// <param name="allowed">Origins that may, or <c>*</c>; empty: the request's own.</param>
    public static bool IsAllowed(HttpRequest request, IList<string> allowed)
    {
        var sent = request.Headers.Origin;
        if (sent.Count == 0 || allowed.Contains("*"))
        {
            return true;
        }

        // "null" and whatever else is no address never matches.
        if (sent.Count != 1 || !TryParse(sent[0], out var origin))
        {
            return false;
        }

        if (allowed.Count == 0)
        {
            return TryParse(Of(request), out var own) && IsSame(origin, own);
        }

        foreach (var other in allowed)
        {
            if (TryParse(other, out var parsed) && IsSame(origin, parsed))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The origin of the pages that the request's own host serves.</summary>
    public static string Of(HttpRequest request) => $"{request.Scheme}://{request.Host.Value}"; // as it is: to encode one that is no host fails

    /// <summary>Reads <c>scheme://host[:port]</c>, with nothing behind it.</summary>
    public static bool TryParse(string? text, out Uri origin)
    {
        origin = null!;
        if (text is null || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.UserInfo.Length > 0)
        {
            return false;
        }

        origin = uri;
        return uri.PathAndQuery is "/" or "" && uri.Fragment.Length == 0 && !text.EndsWith('/');
    }

    /// <summary>Whether a page can have the origin. Besides those of the web, browsers' extensions and apps that are made of pages have schemes of their own.</summary>
    public static bool IsOfPages(Uri origin) => origin.Scheme is not ("ws" or "wss" or "ftp" or "file");

    /// <summary>What is likely meant by an origin that no page can have.</summary>
    public static string OfPages(Uri origin) => $"{(origin.Scheme == "ws" ? "http" : "https")}://{origin.Authority}";

    private static bool IsSame(Uri a, Uri b) =>
        a.Scheme == b.Scheme && a.Port == b.Port && string.Equals(a.IdnHost, b.IdnHost, StringComparison.OrdinalIgnoreCase);
}
