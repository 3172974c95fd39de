using WebSockets;

namespace WSG0001;

[WebSocketHandler("/auctions/{lot}")]
public sealed class Auction
{
    [OnOpen]
    void Open(WebSocketConnection me, string lot) => me.Channels.Add(lot);

    [OnMessage]
    ValueTask Bid(WebSocketConnection me, string lot, Bid bid) => me.To(lot).SendAsync(bid);
}

[Message]
public sealed record Bid(decimal Amount);
