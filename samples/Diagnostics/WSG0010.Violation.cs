using WebSockets;

namespace WSG0010;

[WebSocketHandler("/board", Name = "lobby:board")]
public sealed partial class Board
{
    [OnMessage]
    string Echo(string text) => text;
}
