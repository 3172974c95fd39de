namespace WebSockets.Soak.Tests;

/// <summary>Whoever connects is sent what the test sends to all, and says nothing.</summary>
[WebSocketHandler("/subscribers")]
internal sealed partial class Subscribers
{
    [OnOpen]
    void Open()
    {
    }
}
