using WebSockets;

namespace WSG0307;

[WebSocketHandler("/quotes")]
public sealed partial class Quotes
{
    [OnMessage]
    void Last(Last last) => Console.WriteLine(last.Symbol);
}

[Message]
public sealed record Last(string Symbol);

[Message]
public sealed record Quote(string Symbol, decimal Price);
