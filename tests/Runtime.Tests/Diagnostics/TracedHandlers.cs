using System.Diagnostics;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Diagnostics;

/// <summary>Writes down in which span each method runs.</summary>
[WebSocketHandler("/traced/{name}")]
internal sealed partial class Traced(Journal journal)
{
    private static string Current => Activity.Current is { } span ? $"{span.TraceId}/{span.SpanId}" : "no span";

    [OnOpen]
    public void Open() => journal.Write(Current);

    [OnMessage("now")]
    public Answer Now()
    {
        journal.Write(Current);
        return new("now");
    }

    [OnMessage("later")]
    public async Task<Answer> Later()
    {
        await Task.Yield();
        journal.Write(Current);
        return new("later");
    }

    [OnMessage("fail")]
    public async Task Fail()
    {
        await Task.Yield();
        throw new InvalidOperationException("It failed.");
    }

    [OnMessage("forgive")]
    public void Forgive() => throw new NotSupportedException("It failed.");

    [OnMessage("mark")]
    public void Mark(Dictionary<string, int> mark)
    {
    }

    [OnMessage]
    public ReadOnlyMemory<byte> Binary(ReadOnlyMemory<byte> bytes) => bytes;

    [OnPing]
    public void Ping() => journal.Write($"ping {Current}");

    [OnClose]
    public void Close() => journal.Write(Current);

    [OnError]
    public void Error(NotSupportedException error) => journal.Write($"{error.Message} {Current}");
}
