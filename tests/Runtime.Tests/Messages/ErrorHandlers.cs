using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Messages;

internal class OrderException(string message) : Exception(message);

internal sealed class LateOrderException(string message) : OrderException(message);

/// <summary>Several [OnError] methods, and messages that fail in every way.</summary>
[WebSocketHandler("/errors")]
internal sealed partial class Errors(Journal journal)
{
    [OnMessage("throw")]
    public void Throw(Say say) => throw Make(say.Text);

    [OnMessage("throw-later")]
    public async Task ThrowLater(Say say)
    {
        await Task.Yield();
        throw Make(say.Text);
    }

    [OnMessage("ok")]
    public string Ok() => "ok";

    [OnError]
    public void Any(Exception error) => journal.Write($"any {error.GetType().Name}");

    [OnError]
    public void Order(WebSocketConnection me, OrderException error) => journal.Write($"order {error.Message} {me.Id.Length}");

    [OnError]
    public async Task Late(LateOrderException error)
    {
        await Task.Yield();
        journal.Write($"late {error.Message}");
    }

    [OnError]
    public async ValueTask Message(WebSocketConnection? me, WebSocketMessageException error)
    {
        await (me?.SendTextAsync($"{error.Error} {error.MessageName}") ?? default);
    }

    private static Exception Make(string kind) => kind switch
    {
        "order" => new OrderException(kind),
        "late" => new LateOrderException(kind),
        _ => new InvalidOperationException(kind),
    };
}

/// <summary>Its [OnError] fails, but for one exception that it does not take.</summary>
[WebSocketHandler("/errors/failing")]
internal sealed partial class FailingErrors
{
    [OnMessage("throw")]
    public void Throw(Say say) => throw (say.Text == "order" ? new OrderException("first") : new InvalidOperationException("first"));

    [OnError]
    public void Error(OrderException error) => throw new NotSupportedException($"second after {error.Message}");
}
