using System.Buffers;
using System.Net.WebSockets;

namespace WebSockets.SideBySide.Ours;

/// <summary>Sends back what it gets, as the kind that it came as.</summary>
[WebSocketHandler("/echo")]
public sealed partial class Echo
{
    [OnMessage]
    ValueTask Reply(WebSocketConnection me, WebSocketMessage message)
    {
        var bytes = message.Data.IsSingleSegment ? message.Data.First : message.Data.ToArray();
        return message.Type == WebSocketMessageType.Text ? me.SendTextAsync(bytes) : me.SendBinaryAsync(bytes);
    }
}
