using WebSockets;

namespace WSG0305;

[WebSocketHandler("/quiz/{quiz}")]
public sealed partial class Quiz
{
    [OnMessage]
    ValueTask Answer(WebSocketConnection me, string quiz, Answer answer) =>
        me.To(quiz).SendAsync(new Answered(answer.Question));
}

[Message]
public sealed record Answer(int Question, string Text);

public sealed record Answered(int Question);
