using WebSockets;

namespace WSG0217;

[WebSocketHandler("/parrot")]
public sealed partial class Parrot
{
    [OnOpen]
    string Greet()
    {
        return Say("welcome");

        [OnMessage]
        static string Say(string text) => $"You say: {text}";
    }
}
