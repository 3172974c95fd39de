using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace WebSockets.Hosting;

/// <summary>Lets go of what a request holds, for a connection whose request lives as long as it does.</summary>
/// <remarks>
/// After [OnOpen] no method sees the request. Middleware may look at it when the connection has ended: small headers stay for its log lines.
/// </remarks>
internal static class RequestMemory
{
    /// <summary>A longer value is removed, a header's with its name.</summary>
    private const int LongestValue = 256;

    /// <summary>So much of all headers stays.</summary>
    private const int MostOfAll = 1024;

    /// <summary>Releases it when [OnOpen] is done.</summary>
    public static async ValueTask ReleaseAfter(ValueTask opening, HttpContext http)
    {
        try
        {
            await opening.ConfigureAwait(false);
        }
        finally
        {
            Release(http);
        }
    }

    public static void Release(HttpContext http)
    {
        ReleaseHeaders(http.Request.Headers);
        ReleaseTarget(http.Features.GetRequiredFeature<IHttpRequestFeature>());
        foreach (var (name, value) in http.Request.RouteValues.ToArray())
        {
            if (value is string { Length: > LongestValue })
            {
                http.Request.RouteValues.Remove(name);
            }
        }

        // What was parsed of them.
        http.Features.Set<IRequestCookiesFeature>(null);
        http.Features.Set<IQueryFeature>(null);
    }

    private static void ReleaseHeaders(IHeaderDictionary headers)
    {
        var left = MostOfAll;
        foreach (var (name, value) in headers.ToArray())
        {
            var length = name.Length + LengthOf(value);
            if (length > LongestValue || length > left)
            {
                headers.Remove(name);
            }
            else
            {
                left -= length;
            }
        }
    }

    private static void ReleaseTarget(IHttpRequestFeature request)
    {
        if (request.RawTarget.Length > LongestValue)
        {
            request.RawTarget = "";
        }

        if (request.QueryString.Length > LongestValue)
        {
            request.QueryString = "";
        }

        if (request.Path.Length > LongestValue)
        {
            request.Path = "/";
        }
    }

    private static int LengthOf(StringValues values)
    {
        var length = 0;
        foreach (var value in values)
        {
            length += value?.Length ?? 0;
        }

        return length;
    }
}
