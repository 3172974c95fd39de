using WebSockets;

namespace WSG0007;

[WebSocketHandler("/tables/{table}")]
public sealed partial class Table
{
    [OnMessage]
    string Say(string text, string table) => $"{table}: {text}";
}
