using WebSockets;

namespace WSG0107;

[WebSocketHandler("/lot-auctions/{lot:int}")]
public sealed partial class LotAuction
{
    [OnOpen]
    void Open(WebSocketConnection me, int lot) => me.Channels.Add($"lot:{lot}");

    [WebSocketUrl]
    public static partial Uri GetUrl(HttpContext http, int lot);
}
