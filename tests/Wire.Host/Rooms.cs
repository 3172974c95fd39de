using System.Globalization;
using System.Net.WebSockets;

namespace WebSockets.Wire.Host;

/// <summary>Channels, groups, and handlers of one connection alone.</summary>
[WebSocketHandler("/rooms/{room}/{name}", Name = "Rooms")]
internal sealed partial class Room
{
    [WebSocketUrl]
    internal static partial Uri GetUrl(HttpContext http, string room, string name);

    [OnOpen]
    async ValueTask<string> Open(WebSocketConnection me, string room, string name)
    {
        me.Channels.Add(room);
        await me.To(room).BroadcastTextAsync($"{name} came");
        return me.Id;
    }

    [OnMessage("say")]
    ValueTask Say(WebSocketConnection me, string room, string name) => me.To(room).SendAsync(new Said(name, "hi"));

    [OnMessage("tell-others")]
    ValueTask TellOthers(WebSocketConnection me, string room, string name) => me.To(room).BroadcastAsync(new Said(name, "psst"));

    [OnMessage("bytes")]
    ValueTask Bytes(WebSocketConnection me, string room) => me.To(room, me, me.Id, "*").SendBinaryAsync(new byte[] { 1, 2, 3 });

    [OnMessage("move")]
    string Move(WebSocketConnection me)
    {
        me.Channels.Set("elsewhere");
        return string.Join(' ', me.Channels.Select(channel => channel == me.Id ? "me" : channel).Order(StringComparer.Ordinal));
    }

    [OnMessage("listen")]
    void Listen(WebSocketConnection me) => me.Items["own"] = me.OnMessage(static (me, message) => me.SendTextAsync($"own: {message.Type} {message.Data.Length}"));

    [OnMessage("stop")]
    void Stop(WebSocketConnection me) => ((IDisposable)me.Items["own"]!).Dispose();

    [OnMessage]
    string Unnamed(WebSocketConnection me, string text) => me.PendingBytes.ToString(CultureInfo.InvariantCulture) + " " + text;

    [OnClose]
    ValueTask Close(WebSocketConnection me, string room, string name) => me.To(room).BroadcastTextAsync($"{name} left");
}

internal static class RoomEndpoints
{
    /// <summary>The connections as an HTTP endpoint sees them.</summary>
    public static void MapRooms(this WebApplication app)
    {
        var connections = app.Services.GetRequiredService<WebSocketConnections<Room>>();
        app.MapGet("/who/{room}", http => http.Response.WriteAsync($"{connections.In(Value(http, "room")).Count} of {connections.Count}"));
        app.MapPost("/news/{room}", async http =>
        {
            await connections.To(Value(http, "room")).SendAsync(new Said("news", "hello"));
            await connections.All.SendTextAsync("to all");
        });
        app.MapPost("/close/{id}", http => connections.Find(Value(http, "id"))!.CloseAsync(WebSocketCloseStatus.PolicyViolation, "out").AsTask());

        // Written by the generator of minimal APIs, which sees what the classes declare.
        app.MapGet("/url/room", (HttpContext http, string name) => Room.GetUrl(http, room: "a b%ü", name: name));
        app.MapGet("/url/bound", async (HttpContext http) => await http.Response.WriteAsync(Bound.GetUrl(http.Request, room: "r", page: 2, color: Color.Green, since: new DateOnly(2024, 6, 1)).AbsoluteUri));
        app.MapGet("/url/untyped", (HttpContext http, string room) => http.GetWebSocketUrl<Room>(new() { ["room"] = room, ["name"] = "x" }));
        app.MapGet("/url/text", (HttpContext http) => http.GetWebSocketUrl<Bound>(new() { ["room"] = "r", ["page"] = 2, ["color"] = Color.Green }).AbsoluteUri);
    }

    private static string Value(HttpContext http, string name) => (string)http.Request.RouteValues[name]!;
}
