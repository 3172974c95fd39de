using WebSockets;

namespace WSG0216;

public abstract class Device
{
    [OnOpen]
    protected void Register(WebSocketConnection me) => me.Channels.Add("devices");
}

[WebSocketHandler("/lamps/{lamp}")]
public sealed partial class Lamp : Device
{
    [OnMessage("switch")]
    ValueTask Switch(WebSocketConnection me, string lamp) => me.To(lamp).SendTextAsync("switch");
}
