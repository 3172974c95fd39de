using System.Diagnostics;
using System.Text.RegularExpressions;

namespace WebSockets.Package.Tests;

/// <summary>A web app that runs.</summary>
internal sealed partial class ConsumerApp : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Uri _address;

    private ConsumerApp(Process process, Uri address)
    {
        _process = process;
        _address = address;
    }

    public static async Task<ConsumerApp> StartAsync(ProcessStartInfo command)
    {
        var process = Process.Start(command)!;
        try
        {
            return new(process, await ReadAddressAsync(process.StandardOutput));
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    public Uri Chat(string room) => new UriBuilder(new Uri(_address, $"/chat/{room}")) { Scheme = "ws" }.Uri;

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        using var longest = new CancellationTokenSource(Longest);
        await _process.WaitForExitAsync(longest.Token);
        _process.Dispose();
    }

    private static async Task<Uri> ReadAddressAsync(StreamReader output)
    {
        using var longest = new CancellationTokenSource(Longest);
        while (await output.ReadLineAsync(longest.Token) is { } line)
        {
            if (Listening().Match(line) is { Success: true } found)
            {
                // Read on, or the app would wait for room in the pipe of its log.
                _ = output.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return new Uri(found.Groups[1].Value);
            }
        }

        throw new InvalidOperationException("The app has ended before it listened.");
    }

    [GeneratedRegex("Now listening on: (http://\\S+)")]
    private static partial Regex Listening();
}
