using System.Buffers;
using System.Net.WebSockets;

namespace WebSockets.SideBySide.Raw;

/// <summary>Reads whole messages into a buffer that grows, with nothing allocated for each.</summary>
internal static class MessageLoop
{
    public static async Task RunAsync(WebSocket socket, Func<WebSocketMessageType, ReadOnlyMemory<byte>, ValueTask> onMessage)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            var length = 0;
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                length += received.Count;
                if (received.EndOfMessage)
                {
                    await onMessage(received.MessageType, buffer.AsMemory(0, length));
                    length = 0;
                }
                else if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(length * 2);
                    buffer.CopyTo(larger, 0);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }
}
