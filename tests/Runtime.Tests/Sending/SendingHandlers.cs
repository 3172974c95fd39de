using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Messages;

namespace WebSockets.Runtime.Tests.Sending;

/// <summary>Rooms: joins, leaves and sends as the text says.</summary>
[WebSocketHandler("/rooms/{name}")]
internal sealed partial class Rooms(Journal journal, WebSocketConnections<Rooms> all)
{
    [OnOpen]
    public string Open(WebSocketConnection me, string name)
    {
        me.Items["name"] = name;
        me.Channels.Add("lobby", name);
        return me.Id;
    }

    [OnMessage]
    public async Task Text(WebSocketConnection me, string text, string name)
    {
        var words = text.Split(' ');
        switch (words[0])
        {
            case "send":
                await me.To([.. words[1..].Select(word => (WebSocketTarget)word)]).SendTextAsync($"from {name}");
                break;
            case "broadcast":
                await me.To([.. words[1..].Select(word => (WebSocketTarget)word)]).BroadcastTextAsync($"from {name}");
                break;
            case "say":
                await me.To("lobby").SendAsync(new Said(name, words[1]));
                break;
            case "plain":
                await me.To("lobby").BroadcastAsync(new Plain(words[1]));
                break;
            case "binary":
                await me.To("lobby").BroadcastBinaryAsync(new byte[] { 1, 2, 3 });
                break;
            case "add":
                await me.SendTextAsync($"{me.Channels.Add(words[1..])}");
                break;
            case "remove":
                await me.SendTextAsync($"{me.Channels.Remove(words[1..])}");
                break;
            case "set":
                me.Channels.Set(words[1..]);
                break;
            case "list":
                await me.SendTextAsync(string.Join(' ', me.Channels.Where(channel => channel != me.Id).Order(StringComparer.Ordinal)));
                break;
        }
    }

    [OnClose]
    public async Task Close(WebSocketConnection me, string name)
    {
        journal.Write($"{name} left, in lobby: {all.In("lobby").Count(member => member == me)}, was in: {me.Channels.Contains("lobby")}, joins: {me.Channels.Add("late")}");
        await me.To("lobby", me.Id, me).SendTextAsync($"{name} left");
    }
}

/// <summary>Sends much more than a client takes that does not read.</summary>
[WebSocketHandler("/flood")]
internal sealed partial class Flood(Journal journal)
{
    [OnOpen]
    public void Open() => journal.Write("open");

    [OnMessage]
    public byte[] Binary(byte[] bytes) => bytes;

    [OnClose]
    public void Close(System.Net.WebSockets.WebSocketCloseStatus? status) => journal.Write($"close {(int?)status}".Trim());
}
