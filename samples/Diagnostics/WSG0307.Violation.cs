using WebSockets;

namespace WSG0307;

[WebSocketHandler("/quotes")]
public sealed partial class Quotes
{
    [OnMessage]
    string Last(Last last) => $"{last.Symbol}: unknown";
}

[Message]
public sealed record Last(string Symbol);

[Message]
public sealed record Quote(string Symbol, decimal Price);
