using WebSockets;
using WebSockets.Transport;

// ours --urls http://127.0.0.1:5000 [--transport epoll]
var builder = WebApplication.CreateSlimBuilder(args);
if (builder.Configuration["transport"] == "epoll")
{
    builder.WebHost.UseEpollTransport();
}

builder.Services.AddWebSocketHandlers();

var app = builder.Build();
app.MapWebSocketHandlers();
app.Run();
