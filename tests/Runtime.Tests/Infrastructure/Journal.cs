using System.Threading.Channels;

namespace WebSockets.Runtime.Tests.Infrastructure;

/// <summary>What the handlers of one host have done, in order: a singleton service that they write and a test reads.</summary>
internal sealed class Journal
{
    private readonly Channel<string> _entries = Channel.CreateUnbounded<string>();
    private readonly Lock _gate = new();
    private readonly List<string> _all = [];

    /// <summary>Every entry so far, those that were read included.</summary>
    public string[] All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    public void Write(string entry)
    {
        lock (_gate)
        {
            _all.Add(entry);
            _entries.Writer.TryWrite(entry);
        }
    }

    /// <summary>The next entry that was not read yet.</summary>
    public Task<string> NextAsync() => _entries.Reader.ReadAsync().AsTask().Within($"another entry after [{string.Join(", ", All)}]");

    /// <summary>These are the next entries, and no others are among them.</summary>
    public async Task ExpectAsync(params string[] entries)
    {
        foreach (var entry in entries)
        {
            Assert.That(await NextAsync(), Is.EqualTo(entry), $"after [{string.Join(", ", All)}]");
        }
    }

    public int Count(string entry) => All.Count(other => other == entry);
}
