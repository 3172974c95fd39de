using WebSockets;

namespace WSG0007;

[WebSocketHandler("/rooms/{room}")]
public sealed partial class Room(string room)
{
    [OnMessage]
    string Say(string text) => $"{room}: {text}";
}
