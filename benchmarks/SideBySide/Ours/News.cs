namespace WebSockets.SideBySide.Ours;

/// <summary>Hears what publishers send.</summary>
[WebSocketHandler("/sub")]
public sealed partial class Subscriber
{
    public const string Channel = "news";

    [OnOpen]
    void Open(WebSocketConnection me) => me.Channels.Add(Channel);
}

/// <summary>What it sends goes to every subscriber.</summary>
[WebSocketHandler("/pub")]
public sealed partial class Publisher(WebSocketConnections<Subscriber> subscribers)
{
    [OnMessage]
    ValueTask Publish(WebSocketMessage message) => subscribers.To(Subscriber.Channel).SendAsync(message);
}
