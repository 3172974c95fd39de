using WebSockets;

namespace WSG0105;

[WebSocketHandler("/parcels/{country}/{number}")]
public sealed partial class ParcelTracking
{
    [OnOpen]
    void Open(WebSocketConnection me, string number) => me.Channels.Add($"parcel:{number}");
}
