using Microsoft.Playwright;
using WebSockets.Testing;

namespace WebSockets.Browser.Tests;

/// <summary>The browser that the system has; none is downloaded.</summary>
internal static class Chromium
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    /// <summary>The browser's path. Without one the tests are skipped.</summary>
    public static string Require()
    {
        var path = Environment.GetEnvironmentVariable("CHROMIUM") ?? Array.Find(Places, File.Exists);
        if (path is null)
        {
            Needs.Missing("Chromium is not installed: apt-get install chromium, or name a Chromium or Chrome in the environment variable CHROMIUM.");
        }

        return path!;
    }

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright, string path) =>
        playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Arguments });
}
