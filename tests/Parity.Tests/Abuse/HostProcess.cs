using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using WebSockets.Testing;

namespace WebSockets.Parity.Tests.Abuse;

/// <summary>The echo host in a process of its own, as an attacker meets it.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    private readonly Process _process;

    private HostProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public int Id => _process.Id;

    public Uri Address { get; }

    public Uri Echo => new UriBuilder(new Uri(Address, "/echo")) { Scheme = "ws" }.Uri;

    public static async Task<HostProcess> StartAsync(params string[] options)
    {
        var host = typeof(HostProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "AbuseHost").Value!;
        var process = Process.Start(new ProcessStartInfo("dotnet", [host, "--urls", "http://127.0.0.1:0", .. options]) { RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync(Bounded.Token) is { } line)
        {
            if (Listening().Match(line) is { Success: true } found)
            {
                process.OutputDataReceived += (_, _) => { };
                process.BeginOutputReadLine();
                return new HostProcess(process, new Uri(found.Groups[1].Value));
            }
        }

        throw new InvalidOperationException("The host has ended before it listened.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Bounded.Token);
        _process.Dispose();
    }

    [GeneratedRegex("Now listening on: (http://\\S+)")]
    private static partial Regex Listening();
}
