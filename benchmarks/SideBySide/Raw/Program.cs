using System.Net.WebSockets;
using WebSockets.SideBySide.Raw;

// What one writes by hand on ASP.NET Core: raw --urls http://127.0.0.1:5000
var builder = WebApplication.CreateSlimBuilder(args);
var app = builder.Build();
var subscribers = new Subscribers();

app.UseWebSockets();
Map("/echo", socket => MessageLoop.RunAsync(socket, (type, message) => socket.SendAsync(message, type, true, CancellationToken.None)));
Map("/json", socket => MessageLoop.RunAsync(socket, (_, message) => Messages.AnswerAsync(socket, message)));
Map("/chat", socket => MessageLoop.RunAsync(socket, (_, message) => Messages.AnswerAsync(socket, message)));
Map("/sub", subscribers.HoldAsync);
Map("/pub", socket => MessageLoop.RunAsync(socket, (type, message) => subscribers.SendAsync(message, type)));
app.Run();

void Map(string path, Func<WebSocket, Task> serve) => app.Map(path, async http =>
{
    using var socket = await http.WebSockets.AcceptWebSocketAsync();
    await serve(socket);
});
