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
        Snapshot.Match(run.Handler("App.Chat") + run.Registration);
    }

    [Test]
    public void EveryAttribute()
    {
        var run = GeneratorRun.Of("""
            namespace App;

            public static partial class Outer
            {
                [WebSocketHandler("/every/{room}/{page:int?}", Name = "Every", Protocols = ["v2", "v1"], Payload = "data")]
                [Microsoft.AspNetCore.Authorization.Authorize("members", Roles = "a,b"), Tags("chat", "live")]
                internal sealed partial record Every(ILogger<Every> Log, [FromKeyedServices("clock")] TimeProvider Time, IServiceProvider Services, Uri? Home = null)
                {
                    [OnLogin] Task<ClaimsPrincipal?> Login(HttpContext http, CancellationToken token) => throw null!;
                    [OnOpen] IAsyncEnumerable<Item> Open(HttpRequest request, [FromQuery(Name = "q")] string[] words, [FromQuery] Kind kind = Kind.Two) => throw null!;
                    [OnMessage("list")] async Task<Item?> List([FromServices] Store store, int? page) { await Task.Yield(); return null; }
                    [OnMessage, Microsoft.AspNetCore.Authorization.Authorize("writers")] void Item(Item item, [FromHeader(Name = "X-Trace")] Guid trace) { }
                    [OnMessage(7)] string Seven(Item item) => "";
                    [OnMessage] string Text(string text) => text;
                    [OnMessage] static ReadOnlyMemory<byte> Binary(ReadOnlyMemory<byte> bytes) => bytes;
                    [OnPing] void Ping(ReadOnlyMemory<byte> payload) { }
                    [OnPong] Task Pong() => Task.CompletedTask;
                    [OnClose] ValueTask Close(WebSocketConnection me, WebSocketCloseStatus? status) => default;
                    [OnError] IResult? Handshake(WebSocketHandshakeException e, HttpContext http) => null;
                    [OnError] Task Failed(Exception e, WebSocketConnection me, string room) => Task.CompletedTask;
                    [Message] private sealed record Hidden(int A);
                }
            }

            public enum Kind { One, Two }
            public class Store;
            [Message] public record Item(int Number);
            """);
        Snapshot.Match(run.Handler("App.Outer+Every"));
    }

    [Test]
    public void PlainPayload()
    {
        var run = GeneratorRun.Of("""
            [WebSocketHandler]
            public partial class Echo
            {
                [OnMessage] WebSocketMessageType Any(WebSocketMessage message) => message.Type;
            }
            """);
        Snapshot.Match(run.Handler("Echo"));
    }

    [Test]
    public void Invalid()
    {
        var run = GeneratorRun.OfInvalid("""
            [WebSocketHandler("/{a")]
            public abstract partial class Broken
            {
                [OnLogin] void Login() { }
                [OnMessage] void One(int a, int b) { }
                [OnClose] void Close(HttpContext http) { }
            }
            """);
        Snapshot.Match(run.Handler("Broken"));
    }
}
