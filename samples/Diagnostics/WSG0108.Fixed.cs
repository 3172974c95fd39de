using WebSockets;

namespace WSG0108;

[WebSocketHandler("/lot-bids/{lot:int}")]
public sealed partial class LotBids
{
    [OnOpen]
    void Open(WebSocketConnection me, int lot) => me.Channels.Add($"lot:{lot}");

    [WebSocketUrl]
    public static partial Uri GetUrl(HttpContext http, int lot);
}
