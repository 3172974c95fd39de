using Microsoft.AspNetCore.Mvc;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Conditions;

/// <summary>A scoped service of the connection.</summary>
internal sealed class Belonging(Journal journal) : IDisposable
{
    public void Dispose() => journal.Write("belonging disposed");
}

/// <summary>A scoped service of a message.</summary>
internal sealed class Tool(Journal journal) : IAsyncDisposable
{
    private bool _isDisposed;

    public string Use() => _isDisposed ? "too late" : "used";

    public async ValueTask DisposeAsync()
    {
        await Task.Yield();
        _isDisposed = true;
        journal.Write("tool disposed");
    }
}

/// <summary>Has services of both kinds, and can be disposed of in two ways, of which one is right.</summary>
[WebSocketHandler("/lifetimes")]
internal sealed partial class Lifetimes(Journal journal, Gate gate, Belonging belonging) : IAsyncDisposable, IDisposable
{
    private int _messages;

    [OnLogin]
    public bool Login(Microsoft.AspNetCore.Http.HttpRequest request) => request.Query["refuse"].Count == 0;

    [OnMessage("count")]
    public string Count() => $"{++_messages} {belonging is not null}";

    [OnMessage("use")]
    public async Task<string> Use([FromServices] Tool tool)
    {
        journal.Write("uses");
        await gate.Opened;
        return tool.Use();
    }

    [OnMessage("fail")]
    public async Task Fail([FromServices] Tool tool)
    {
        await Task.Yield();
        throw new InvalidOperationException(tool.Use());
    }

    [OnClose]
    public void Close() => journal.Write("close");

    [OnError]
    public void Error(InvalidOperationException error) => journal.Write($"error {error.Message}");

    public async ValueTask DisposeAsync()
    {
        await Task.Yield();
        journal.Write("handler disposed");
    }

    public void Dispose() => journal.Write("disposed in the wrong way");
}

[WebSocketHandler("/lifetimes/throws")]
internal sealed partial class FailingDispose(Journal journal, Belonging belonging) : IDisposable
{
    [OnMessage]
    public string Text(string text) => text;

    [OnClose]
    public void Close() => journal.Write("close");

    public void Dispose() => throw new InvalidOperationException($"in Dispose, with {belonging}");
}
