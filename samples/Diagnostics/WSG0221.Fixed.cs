using WebSockets;

namespace WSG0221;

[WebSocketHandler("/devices")]
public sealed partial class Devices
{
    [OnMessage]
    void Read(string message) => Console.WriteLine(message);

    [OnMessage("start")]
    void Start() => Console.WriteLine("The first step.");
}
