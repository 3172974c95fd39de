using WebSockets;

namespace WSG0217;

[WebSocketHandler("/echo")]
public sealed partial class Echo
{
    [OnOpen]
    string Greet() => Say("welcome");

    [OnMessage]
    static string Say(string text) => $"You say: {text}";
}
