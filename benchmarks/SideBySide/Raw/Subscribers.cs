using System.Collections.Concurrent;
using System.Net.WebSockets;

namespace WebSockets.SideBySide.Raw;

/// <summary>Sockets that hear what is published. A socket allows one send at a time, so each has a semaphore.</summary>
internal sealed class Subscribers
{
    private readonly ConcurrentDictionary<WebSocket, SemaphoreSlim> _gates = new();

    public async Task HoldAsync(WebSocket socket)
    {
        _gates[socket] = new SemaphoreSlim(1);
        try
        {
            await MessageLoop.RunAsync(socket, (_, _) => ValueTask.CompletedTask);
        }
        finally
        {
            _gates.TryRemove(socket, out _);
        }
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type) =>
        await Task.WhenAll(_gates.Select(subscriber => SendAsync(subscriber.Key, subscriber.Value, message, type)));

    private static async Task SendAsync(WebSocket socket, SemaphoreSlim gate, ReadOnlyMemory<byte> message, WebSocketMessageType type)
    {
        await gate.WaitAsync();
        try
        {
            if (socket.State == WebSocketState.Open)
            {
                await socket.SendAsync(message, type, true, CancellationToken.None);
            }
        }
        catch (WebSocketException)
        {
            // It has gone; its own loop takes it off the list.
        }
        finally
        {
            gate.Release();
        }
    }
}
