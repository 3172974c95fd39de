// The library Contoso.Chat has: [WebSocketHandler("/chat")] public sealed partial class Chat { [OnMessage] string Echo(string text) => text; }
using WebSockets;

namespace WSG0014;

public static class Program
{
    public static void Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddWebSocketHandlers();
        var app = builder.Build();
        app.MapWebSocketHandlers();
        app.MapContosoChatWebSocketHandlers();
        app.Run();
    }
}
