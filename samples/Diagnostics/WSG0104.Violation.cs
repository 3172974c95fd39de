using Microsoft.AspNetCore.Mvc;
using WebSockets;

namespace WSG0104;

[WebSocketHandler("/prices/history")]
public sealed partial class PriceHistory
{
    [OnOpen]
    string Open([FromQuery] Period period) => $"The prices from {period.From} to {period.To}";
}

public sealed record Period(DateOnly From, DateOnly To);
