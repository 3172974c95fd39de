using System.Text.Encodings.Web;
using System.Text.Json;
using WebSockets;
using WebSockets.Transport;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddWebSocketHandlers();

if (builder.Configuration["transport"] != "sockets")
{
    builder.WebHost.UseEpollTransport();
}

if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null)
{
    builder.WebHost.UseUrls("http://localhost:5081");
}

var app = builder.Build();
app.MapWebSocketHandlers();

app.MapGet("/", (HttpContext http) =>
{
    // The script gets the address as a JSON string: whatever the Host header holds cannot leave its quotes.
    var address = JsonEncodedText.Encode(Greeter.GetUrl(http).ToString(), JavaScriptEncoder.Default);
    http.Response.ContentType = "text/html; charset=utf-8";
    return http.Response.WriteAsync($$"""
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <link rel="icon" href="data:,">
        <title>WebSocket client</title>
        <h1>WebSocket client</h1>
        <ul id="log" aria-live="polite"></ul>
        <script>
          const log = text => document.getElementById('log').appendChild(document.createElement('li')).textContent = text;
          const socket = new WebSocket("{{address}}");
          socket.onopen = () => { log('opening'); socket.send('hello'); };
          socket.onmessage = event => log('Got message: ' + event.data);
          socket.onclose = () => log('closed');
        </script>
        </html>
        """);
});

app.MapGet("/say_hi", async http =>
{
    var connections = http.RequestServices.GetRequiredService<WebSocketConnections<Greeter>>();
    await connections.All.SendTextAsync("Hello!");
    await http.Response.WriteAsync($"Said hello to {connections.Count}.\n");
});

app.Lifetime.ApplicationStarted.Register(() => app.Logger.LogInformation("Open {Address}", app.Urls.First()));
app.Run();

/// <summary>Answers each greeting. At <c>/ws</c>, for want of another path.</summary>
[WebSocketHandler]
public partial class Greeter
{
    [WebSocketUrl]
    public static partial Uri GetUrl(HttpContext http);

    [OnMessage]
    string Greet(string message) => message + " world!";
}
