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

    /// <summary>The same over the epoll transport.</summary>
    public static readonly string OverEpoll = "using WebSockets.Transport;\n" + Program.Replace(
        "var app = builder.Build();",
        "builder.WebHost.UseEpollTransport(options => options.LoopCount = 2);\nvar app = builder.Build();",
        StringComparison.Ordinal);

    /// <summary>A handler and a method beside the chat, as the code fixes leave them.</summary>
    public const string Fixed = Program + """


        public static partial class Clocks
        {
            [WebSocketHandler("/clock")]
            public partial class Clock
            {
                [OnMessage] async Task Tell(WebSocketConnection me, string zone) => await me.SendTextAsync(zone);
            }
        }
        """;

    /// <summary>The same before the fixes: nothing is partial, and a method cannot be awaited.</summary>
    public static readonly string Broken = Fixed.Replace("partial ", "", StringComparison.Ordinal).Replace("async Task Tell", "async void Tell", StringComparison.Ordinal);

    /// <summary>A handler with a method that cannot be served, the error of which is suppressed in the code.</summary>
    public const string Suppressed = """
        #pragma warning disable WSG0204
        using WebSockets;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddWebSocketHandlers();
        var app = builder.Build();
        app.MapWebSocketHandlers();
        app.Run();

        [WebSocketHandler]
        public partial class Sums
        {
            [System.Diagnostics.CodeAnalysis.SuppressMessage("WebSockets.Methods", "WSG0204")]
            [OnMessage("add")] int Add(int a, int b) => a + b;
            [OnMessage("same")] int Same(int a) => a;
        }
        """;

    /// <summary>The context that the app without reflection needs, and the line that registers it.</summary>
    public static readonly string WithoutReflection = Program.Replace(
        "var app = builder.Build();",
        "builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, AppJson.Default));\nvar app = builder.Build();",
        StringComparison.Ordinal) + """


        [System.Text.Json.Serialization.JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
        [System.Text.Json.Serialization.JsonSerializable(typeof(Say))]
        [System.Text.Json.Serialization.JsonSerializable(typeof(Said))]
        [System.Text.Json.Serialization.JsonSerializable(typeof(Add))]
        [System.Text.Json.Serialization.JsonSerializable(typeof(Sum))]
        public partial class AppJson : System.Text.Json.Serialization.JsonSerializerContext;
        """;

    /// <summary>The same with a context that has forgotten the reply.</summary>
    public static readonly string WithoutReflectionOrSum =
        WithoutReflection.Replace("[System.Text.Json.Serialization.JsonSerializable(typeof(Sum))]\n", "", StringComparison.Ordinal);
}
