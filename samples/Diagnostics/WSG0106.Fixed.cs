using WebSockets;

namespace WSG0106;

[WebSocketHandler("/news/{page:int?}")]
public sealed partial class News
{
    [OnOpen]
    string Greet(int? page) => $"This is page {page ?? 1}.";
}
