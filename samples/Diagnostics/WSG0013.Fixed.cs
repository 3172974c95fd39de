using WebSockets;

namespace WSG0013;

[WebSocketHandler("/echo")]
public sealed partial class Echo
{
    [OnMessage]
    string Say(string text) => text;
}
