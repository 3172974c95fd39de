using Microsoft.AspNetCore.Mvc;
using WebSockets;

namespace WSG0204;

[WebSocketHandler("/chess/{game}")]
public sealed partial class Chess
{
    [OnMessage]
    ValueTask Move(WebSocketConnection me, string game, Move move, [FromServices] Rules rules) =>
        rules.Allow(move) ? me.To(game).SendAsync(move) : ValueTask.CompletedTask;
}

[Message]
public sealed record Move(string From, string To);

public sealed class Rules
{
    public bool Allow(Move move) => move.From != move.To;
}
