using WebSockets;

namespace WSG0007;

[WebSocketHandler("/rooms/{room}")]
public sealed partial class Room
{
    [OnMessage]
    string Say(string text, string room) => $"{room}: {text}";
}
