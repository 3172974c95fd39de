using WebSockets;

namespace WSG0102;

[WebSocketHandler("/orders/{id}")]
public sealed partial class OrderStatus
{
    [OnOpen]
    void Open(WebSocketConnection me, int id) => me.Channels.Add($"order:{id}");
}

[WebSocketHandler("/orders/{customer}")]
public sealed partial class CustomerOrders
{
    [OnOpen]
    void Open(WebSocketConnection me, string customer) => me.Channels.Add($"customer:{customer}");
}
