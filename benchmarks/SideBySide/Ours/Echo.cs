namespace WebSockets.SideBySide.Ours;

/// <summary>Sends back what it gets, as the kind that it came as.</summary>
[WebSocketHandler("/echo")]
public sealed partial class Echo
{
    [OnMessage]
    ValueTask Reply(WebSocketConnection me, WebSocketMessage message) => me.SendAsync(message);
}
