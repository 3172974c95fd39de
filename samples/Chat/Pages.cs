using System.Security.Cryptography;
using System.Text;

namespace Chat;

/// <summary>The two pages, each a file that holds all that it needs.</summary>
internal sealed class Pages(IWebHostEnvironment environment)
{
    public Page Chat { get; } = Page.Read(environment, "index.html");

    public Page Login { get; } = Page.Read(environment, "login.html");
}

/// <summary>A page, and the policy under which nothing runs but its own script, and nothing is loaded but from here.</summary>
internal sealed record Page(byte[] Html, string Policy)
{
    public static Page Read(IWebHostEnvironment environment, string name)
    {
        using var stream = environment.WebRootFileProvider.GetFileInfo(name).CreateReadStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);

        // A browser reads every line end as \n before it computes a hash.
        var html = reader.ReadToEnd().ReplaceLineEndings("\n");
        return new(
            Encoding.UTF8.GetBytes(html),
            "default-src 'none'; connect-src 'self'; img-src 'self' data: blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
            + $"script-src {Hash(html, "script")}; style-src {Hash(html, "style")}");
    }

    public Task WriteAsync(HttpContext http)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.ContentLength = Html.Length;
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "same-origin";
        http.Response.Headers.CacheControl = "no-cache";
        return http.Response.Body.WriteAsync(Html, http.RequestAborted).AsTask();
    }

    // By its hash the page's own script is allowed, and one that came in with somebody's message is not.
    private static string Hash(string html, string element)
    {
        var start = html.IndexOf($"<{element}>", StringComparison.Ordinal) + element.Length + 2;
        var content = html[start..html.IndexOf($"</{element}>", start, StringComparison.Ordinal)];
        return $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}'";
    }
}

internal static class PageEndpoints
{
    public static void MapPages(this WebApplication app)
    {
        var pages = app.Services.GetRequiredService<Pages>();
        app.MapGet("/", http => pages.Chat.WriteAsync(http)).RequireAuthorization();
        app.MapGet("/login", http => pages.Login.WriteAsync(http));
    }
}
