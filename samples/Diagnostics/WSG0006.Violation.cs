using WebSockets;

namespace WSG0006;

[WebSocketHandler("/support/chat", Name = "Chat")]
public sealed partial class SupportChat
{
    [OnMessage]
    ValueTask Ask(WebSocketConnection me, string question) => me.To("agents").SendTextAsync(question);
}

[WebSocketHandler("/team/chat", Name = "Chat")]
public sealed partial class TeamChat
{
    [OnMessage]
    ValueTask Say(WebSocketConnection me, string text) => me.To("*").SendTextAsync(text);
}
