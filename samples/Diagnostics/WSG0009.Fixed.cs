using WebSockets;

namespace WSG0009;

[WebSocketHandler("/speaking-clock")]
public sealed partial class SpeakingClock
{
    [OnMessage]
    string Now(string zone) => TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTimeOffset.UtcNow, zone).ToString("t");
}

public static class Program
{
    public static void Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddWebSocketHandlers();
        var app = builder.Build();
        app.MapWebSocketHandlers();
        app.Run();
    }
}
