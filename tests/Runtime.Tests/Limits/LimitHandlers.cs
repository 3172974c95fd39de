using System.Net.WebSockets;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Limits;

/// <summary>Handles nothing before the gate opens, and then counts in order: the first four bytes are the number of the message.</summary>
[WebSocketHandler("/limits/slow")]
internal sealed partial class SlowReader(Journal journal, Gate gate)
{
    private int _handled;

    [OnMessage]
    public async Task Binary(ReadOnlyMemory<byte> bytes)
    {
        await gate.Opened;
        if (BitConverter.ToInt32(bytes.Span) != _handled++)
        {
            journal.Write("out of order");
        }
    }

    [OnMessage]
    public int Text(string text) => _handled;

    [OnClose]
    public void Close(WebSocketCloseStatus? status) => journal.Write($"close {(int?)status}".Trim());
}
