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
        try
        {
            return new HostProcess(process, await ReadAddressAsync(process.StandardOutput));
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Bounded.Token);
        _process.Dispose();
    }

    private static async Task<Uri> ReadAddressAsync(StreamReader output)
    {
        while (await output.ReadLineAsync(Bounded.Token) is { } line)
        {
            if (Listening().Match(line) is { Success: true } found)
            {
                // Read on, or the host would wait for room in the pipe of its log.
                _ = output.BaseStream.CopyToAsync(Stream.Null);
                return new Uri(found.Groups[1].Value);
            }
        }

        throw new InvalidOperationException("The host has ended before it listened.");
    }

    [GeneratedRegex("Now listening on: (http://\\S+)")]
    private static partial Regex Listening();
}
