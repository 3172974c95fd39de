using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Messages;

/// <summary>Adds handlers to its own connection as it opens.</summary>
[WebSocketHandler("/own")]
internal sealed partial class OwnHandled(Journal journal)
{
    private IDisposable? _second;

    [OnOpen]
    public void Open(WebSocketConnection me)
    {
        me.OnMessage((_, message) =>
        {
            journal.Write($"first {message.Type} {message.Data.Length}");
            return default;
        });
        _second = me.OnMessage(async (connection, message) =>
        {
            await Task.Yield();
            journal.Write($"second {message.Text} {connection == me}");
        });
    }

    [OnMessage("ok")]
    public async Task Ok()
    {
        await Task.Yield();
        journal.Write("method");
    }

    [OnMessage("throw")]
    public void Throw()
    {
        journal.Write("method");
        throw new OrderException("now");
    }

    [OnMessage("throw-later")]
    public async Task ThrowLater()
    {
        await Task.Yield();
        journal.Write("method");
        throw new OrderException("later");
    }

    [OnMessage("remove")]
    public void Remove()
    {
        _second?.Dispose();
        _second?.Dispose();
    }

    [OnMessage("end")]
    public string End() => "end";

    [OnError]
    public void Error(OrderException error) => journal.Write($"error {error.Message}");
}
