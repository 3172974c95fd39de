using System.Net.WebSockets;

namespace WebSockets.Runtime.Tests.Infrastructure;

/// <summary>Sends back what it gets, and writes down when it began and ended.</summary>
[WebSocketHandler("/echo", Protocols = ["v2.echo", "v1.echo"])]
internal sealed partial class Echo(Journal journal)
{
    [OnOpen]
    public void Open(WebSocketConnection me) => journal.Write($"open {me.Protocol}".Trim());

    [OnMessage]
    public string Text(string text) => text;

    [OnMessage]
    public ReadOnlyMemory<byte> Binary(ReadOnlyMemory<byte> bytes) => bytes;

    [OnClose]
    public void Close(WebSocketCloseStatus? status, string? reason) => journal.Write($"close {(int?)status} {reason}".Trim());
}
