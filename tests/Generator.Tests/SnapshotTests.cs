using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>The whole file, for one handler of each shape.</summary>
[TestFixture]
internal sealed class SnapshotTests
{
    [Test]
    public void Chat()
    {
        var run = GeneratorRun.Of("""
            namespace App;

            [WebSocketHandler("/chat/{room}")]
            public partial class Chat(ILogger<Chat> log)
            {
                [OnLogin]   bool Login(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true };
                [OnOpen]    void Open(WebSocketConnection me, string room) => me.Channels.Add(room);
                [OnMessage] ValueTask Say(WebSocketConnection me, string room, Say say) => me.To(room).SendAsync(new Said(me.Id, say.Text));
                [OnMessage] Sum Add(Add add) => new(add.A + add.B);
                [OnClose]   void Close(WebSocketConnection me, WebSocketCloseStatus? status, string? reason) { }
                [OnError]   void Error(WebSocketConnection? me, Exception error) => log.LogWarning(error, "…");
            }

            [Message("say")]  public record Say(string Text);
            [Message("said")] public record Said(string From, string Text);
            [Message]         public record Add(int A, int B);
            [Message]         public record Sum(int Value);
            """);
        Snapshot.Match(run.Handler("App.Chat") + run.Registration + run.Messages);
    }
}
