namespace WebSockets.Package.Tests;

/// <summary>The app of the read-me, with a login that lets everybody in under a name.</summary>
internal static class ConsumerSource
{
    public const string Program = """
        using System.Net.WebSockets;
        using System.Security.Claims;
        using WebSockets;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddWebSocketHandlers();
        var app = builder.Build();
        app.Use((context, next) =>
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "guest")], "test"));
            return next(context);
        });
        app.MapWebSocketHandlers();                      // generated: every handler of this assembly
        app.Run();

        [WebSocketHandler("/chat/{room}")]
        public partial class Chat(ILogger<Chat> log)
        {
            [OnLogin]   bool Login(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true };
            [OnOpen]    void Open(WebSocketConnection me, string room) => me.Channels.Add(room);
            [OnMessage] ValueTask Say(WebSocketConnection me, string room, Say say) =>
                            me.To(room).SendAsync(new Said(me.Id, say.Text));
            [OnMessage] Sum Add(Add add) => new(add.A + add.B);              // the return value is the reply
            [OnClose]   void Close(WebSocketConnection me, WebSocketCloseStatus? status, string? reason) { }
            [OnError]   void Error(WebSocketConnection? me, Exception error) => log.LogWarning(error, "…");
        }

        [Message("say")]  public record Say(string Text);
        [Message("said")] public record Said(string From, string Text);
        [Message]         public record Add(int A, int B);                   // name "add": camelCase of the type's name
        [Message]         public record Sum(int Value);
        """;
}
