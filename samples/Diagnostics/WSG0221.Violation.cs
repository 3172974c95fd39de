using WebSockets;

namespace WSG0221;

[WebSocketHandler("/devices")]
public sealed partial class Devices
{
    [OnMessage("sensor-*")]
    void Read(string message) => Console.WriteLine(message);

    [OnMessage("1")]
    void Start() => Console.WriteLine("The first step.");
}
