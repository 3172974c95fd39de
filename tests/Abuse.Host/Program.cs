using WebSockets;

// The server that the abuse instrument talks to. Its options come from the command line, as any configuration does:
//   dotnet Abuse.Host.dll --urls http://127.0.0.1:0 --WebSockets:Echo:Compression true
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddWebSocketHandlers();

var app = builder.Build();
app.MapWebSocketHandlers();
app.MapGet("/stats", (WebSocketConnections<Echo> connections) => new { open = connections.Count });
app.Run();

[WebSocketHandler("/echo")]
public partial class Echo
{
    [OnMessage]
    string Text(string text) => text;

    [OnMessage]
    byte[] Binary(byte[] bytes) => bytes;
}
