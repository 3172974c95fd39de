using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.SignalR;

namespace WebSockets.SideBySide.SignalR;

internal sealed class AnsweringHub : Hub
{
    public string Echo(string text) => text;

    public int Add(int a, int b) => a + b;

    public Said Say(Say say) => new(say.Number, say.Room, say.From, say.At, say.Text);
}

internal sealed class SubscriberHub : Hub
{
    public const string Group = "news";

    public override Task OnConnectedAsync() => Groups.AddToGroupAsync(Context.ConnectionId, Group);
}

internal sealed class PublisherHub(IHubContext<SubscriberHub> subscribers) : Hub
{
    public Task Publish(string text) => subscribers.Clients.Group(SubscriberHub.Group).SendAsync("news", text);
}

internal sealed record Say(int Number, string Room, string From, long At, string Text);

internal sealed record Said(int Number, string Room, string From, long At, string Text);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(Say))]
[JsonSerializable(typeof(Said))]
internal sealed partial class HubJson : JsonSerializerContext;
