using System.Net.WebSockets;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Closing;

/// <summary>Its [OnClose] waits for the gate.</summary>
[WebSocketHandler("/closing/held")]
internal sealed partial class HeldClose(Journal journal, Gate gate)
{
    [OnOpen]
    public void Open() => journal.Write("open");

    [OnClose]
    public async Task Close(WebSocketCloseStatus? status)
    {
        journal.Write($"close {(int?)status}");
        await gate.Opened;
        journal.Write("closed");
    }
}
