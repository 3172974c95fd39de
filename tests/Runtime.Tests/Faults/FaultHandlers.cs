using System.Net.WebSockets;
using System.Text.Json;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Faults;

[Message("tree")]
internal sealed record Tree(Tree[]? Children, Dictionary<string, Tree>? Named);

/// <summary>Takes JSON of any depth, in all the ways that there are.</summary>
[WebSocketHandler("/faults/trees")]
internal sealed partial class Trees
{
    [OnMessage]
    public string Take(Tree tree) => $"{tree.Children?.Length}";

    [OnMessage("element")]
    public string Take(JsonElement element) => element.GetRawText();

    [OnMessage("nothing")]
    public string Take() => "nothing";

    [OnMessage]
    public string Unnamed(JsonElement element) => $"unnamed {element.ValueKind}";
}

/// <summary>The same without names.</summary>
[WebSocketHandler("/faults/plain-trees")]
internal sealed partial class PlainTrees
{
    [OnMessage]
    public string Take(Tree[][] trees) => $"{trees.Length}";
}

/// <summary>Blocks its thread until the gate opens, or echoes.</summary>
[WebSocketHandler("/faults/blocking")]
internal sealed partial class Blocking(Journal journal, Gate gate)
{
    [OnOpen]
    public void Open() => journal.Write("open");

    [OnMessage]
    public string Text(string text)
    {
        if (text == "block")
        {
            journal.Write("blocks");
            ((IAsyncResult)gate.Opened).AsyncWaitHandle.WaitOne(); // in a way that neither the thread pool nor an analyzer sees
        }

        return text;
    }

    [OnClose]
    public void Close(WebSocketCloseStatus? status) => journal.Write($"close {(int?)status}".Trim());
}

/// <summary>Disposes of what it was given, and of itself.</summary>
[WebSocketHandler("/faults/disposing")]
internal sealed partial class Disposing(Journal journal) : IDisposable
{
    private int _disposals;

    [OnMessage("services")]
    public async ValueTask<string> Services(IServiceProvider services)
    {
        await ((IAsyncDisposable)services).DisposeAsync();
        return "services";
    }

    [OnMessage("itself")]
    public string Itself()
    {
        Dispose();
        return "itself";
    }

    [OnMessage("stream")]
    public async ValueTask<string> Stream(Stream stream)
    {
        using var reader = new StreamReader(stream);
        var length = (await reader.ReadToEndAsync()).Length;
        await stream.DisposeAsync();
        return $"stream {length}";
    }

    [OnMessage("own")]
    public string Own(WebSocketConnection me)
    {
        var own = me.OnMessage((_, _) => ValueTask.CompletedTask);
        own.Dispose();
        own.Dispose();
        return "own";
    }

    [OnClose]
    public void Close(WebSocketCloseStatus? status) => journal.Write($"close {(int?)status}");

    public void Dispose() => journal.Write($"disposed {++_disposals}");
}
