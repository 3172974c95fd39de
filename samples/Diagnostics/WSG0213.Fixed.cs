using WebSockets;

namespace WSG0213;

[WebSocketHandler("/scoreboard")]
public sealed partial class Scoreboard
{
    private int _goals;

    [OnOpen]
    Score Open() => Current();

    [OnMessage("refresh")]
    Score Current() => new(_goals);

    [OnMessage("goal")]
    void Goal() => _goals++;
}

[Message]
public sealed record Score(int Goals);
