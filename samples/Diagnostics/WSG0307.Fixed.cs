using WebSockets;

namespace WSG0307;

[WebSocketHandler("/quotes")]
public sealed partial class Quotes
{
    [OnMessage]
    Quote Last(Last last) => new(last.Symbol, 0);
}

[Message]
public sealed record Last(string Symbol);

[Message]
public sealed record Quote(string Symbol, decimal Price);
