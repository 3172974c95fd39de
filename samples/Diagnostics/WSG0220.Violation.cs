using WebSockets;

// Another generator adds: namespace WSG0220 { public partial record Order(int Number); }
namespace WSG0220;

[WebSocketHandler("/orders")]
public sealed partial class Orders
{
    [OnMessage("order")]
    void Take(Order order) => Console.WriteLine(order);
}
