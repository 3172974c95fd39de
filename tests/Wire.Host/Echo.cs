namespace WebSockets.Wire.Host;

/// <summary>Sends everything back as it came.</summary>
[WebSocketHandler("/echo", Protocols = ["v2.echo", "v1.echo"])]
internal sealed partial class Echo
{
    [OnMessage]
    string Text(string text) => text;

    [OnMessage]
    byte[] Binary(byte[] bytes) => bytes;
}

internal static class Stats
{
    /// <summary>How many connections the echo has.</summary>
    public static void MapStats(this WebApplication app)
    {
        var connections = app.Services.GetRequiredService<WebSocketConnections<Echo>>();
        app.MapGet("/stats", http => http.Response.WriteAsync($$"""{"open":{{connections.Count}}}"""));
    }
}
