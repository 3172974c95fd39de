using Microsoft.AspNetCore.Mvc;
using WebSockets;

namespace WSG0104;

[WebSocketHandler("/prices/history")]
public sealed partial class PriceHistory
{
    [OnOpen]
    string Open([FromQuery] DateOnly from, [FromQuery] DateOnly to) => $"The prices from {from} to {to}";
}
