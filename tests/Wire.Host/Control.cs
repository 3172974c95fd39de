using System.Text;

namespace WebSockets.Wire.Host;

/// <summary>Tells of pings and pongs.</summary>
[WebSocketHandler("/control")]
internal sealed partial class Control
{
    [OnMessage]
    string Text(string text) => text;

    [OnPing]
    ValueTask Ping(WebSocketConnection me, ReadOnlyMemory<byte> payload) => me.SendTextAsync($"ping {Encoding.UTF8.GetString(payload.Span)}");

    [OnPong]
    ValueTask Pong(WebSocketConnection me, ReadOnlyMemory<byte> payload) => me.SendTextAsync($"pong {Encoding.UTF8.GetString(payload.Span)}");
}

/// <summary>Replies without an end, which the close of the peer ends.</summary>
[WebSocketHandler("/endless/{key}")]
internal sealed partial class Endless(Endings endings)
{
    [OnOpen]
    async IAsyncEnumerable<Number> Open(string key, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ended)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                yield return new(i);
                await Task.Delay(Timeout.Infinite, ended);
            }
        }
        finally
        {
            endings.Add(key, $"ended {ended.IsCancellationRequested}");
        }
    }
}
