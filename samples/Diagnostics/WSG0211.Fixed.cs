using WebSockets;

namespace WSG0211;

[WebSocketHandler("/calculator")]
public sealed partial class Calculator(ILogger<Calculator> log)
{
    [OnMessage]
    Quotient Divide(Divide divide) => new(divide.Dividend / divide.Divisor);

    [OnError]
    void Failed(WebSocketConnection? me, Exception error) => log.LogWarning(error, "A calculation of {Id} has failed.", me?.Id);
}

[Message]
public sealed record Divide(int Dividend, int Divisor);

[Message]
public sealed record Quotient(int Value);
