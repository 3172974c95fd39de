using WebSockets;

namespace WSG0003;

[WebSocketHandler("/stocks/{symbol}")]
public sealed partial class StockTicker(ILogger<StockTicker> log)
{
    [OnOpen]
    void Open(WebSocketConnection me, string symbol) => me.Channels.Add(symbol);

    [OnClose]
    void Close(WebSocketConnection me, string symbol) => log.LogInformation("{Id} no longer follows {Symbol}.", me.Id, symbol);
}
