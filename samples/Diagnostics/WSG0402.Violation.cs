using WebSockets;

namespace WSG0402;

[WebSocketHandler("/trades", Protocols = ["trades.v2", "trades.v1", "trades.v2"])]
public sealed partial class Trades
{
    [OnOpen]
    string Open(WebSocketConnection me) => $"This connection speaks {me.Protocol ?? "no subprotocol"}.";
}
