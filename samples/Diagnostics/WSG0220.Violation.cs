using WebSockets;

// Another generator adds: namespace WSG0220 { public partial record Order(int Number); }
namespace WSG0220;

[WebSocketHandler("/orders")]
public sealed partial class Orders
{
    [OnMessage("order")]
    string Take(Order order) => $"Taken: {order}";
}
