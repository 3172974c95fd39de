using System.Threading.Channels;

namespace WebSockets.Testing;

/// <summary>What handlers tell the test, in order. A singleton service of each test's app.</summary>
internal sealed class Journal
{
    private readonly Channel<string> _entries = Channel.CreateUnbounded<string>();

    public void Write(string entry) => _entries.Writer.TryWrite(entry);

    /// <summary>The next entry, when there is one.</summary>
    public async Task<string> NextAsync() => await _entries.Reader.ReadAsync(Bounded.Token);

    /// <summary>The next entries.</summary>
    public async Task<string[]> NextAsync(int count)
    {
        var entries = new string[count];
        for (var i = 0; i < count; i++)
        {
            entries[i] = await NextAsync();
        }

        return entries;
    }
}
