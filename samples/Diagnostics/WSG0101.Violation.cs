using WebSockets;

namespace WSG0101;

[WebSocketHandler("/rooms/{room")]
public sealed partial class Rooms
{
    [OnOpen]
    void Open(WebSocketConnection me, string room) => me.Channels.Add(room);
}
