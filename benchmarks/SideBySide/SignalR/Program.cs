using System.Text.Json;
using WebSockets.SideBySide.SignalR;

// signalr --urls http://127.0.0.1:5000
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services
    .AddSignalR(options =>
    {
        options.MaximumReceiveMessageSize = 128 * 1024;

        // The load generator is no SignalR client: it neither sends pings nor expects them.
        options.KeepAliveInterval = TimeSpan.FromMinutes(10);
        options.ClientTimeoutInterval = TimeSpan.FromMinutes(20);
    })
    .AddJsonProtocol(options => options.PayloadSerializerOptions = new JsonSerializerOptions(HubJson.Default.Options));

var app = builder.Build();
app.MapHub<AnsweringHub>("/hub");
app.MapHub<SubscriberHub>("/sub");
app.MapHub<PublisherHub>("/pub");
app.Run();
