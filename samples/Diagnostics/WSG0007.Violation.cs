using WebSockets;

namespace WSG0007;

[WebSocketHandler("/tables/{table}")]
public sealed partial class Table(string table)
{
    [OnMessage]
    string Say(string text) => $"{table}: {text}";
}
