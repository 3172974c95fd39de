using System.Text.Json.Serialization;
using System.Threading.Channels;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Messages;

/// <summary>Flat messages whose members, entries and derived types have names of the envelope.</summary>
internal sealed class OwnMemberTests
{
    // An id of its own is kept, and never taken for that of a request: nothing is echoed.
    [TestCase("""{"type":"keep","id":"abc","text":"x"}""", """{"type":"kept","id":"abc"}""")]
    [TestCase("""{"id":"abc","type":"keep"}""", """{"type":"kept","id":"abc"}""")]
    [TestCase("""{"type":"keep"}""", """{"type":"kept"}""")]
    [TestCase("""{"type":"keepStrictly","id":7}""", """{"type":"number","value":7}""")]
    [TestCase("""{"type":"keepDerived","$type":"leaf","id":7}""", """{"type":"number","value":7}""")]
    [TestCase("""{"type":"guarded","id":"abc"}""", """{"type":"error","code":"forbidden","message":"You may not send this message."}""")]
    [TestCase("""{"type":"fails","id":"abc"}""", null)]
    [TestCase("""{"type":"failsBefore","id":"abc"}""", null)]

    // The members of the envelope are not entries.
    [TestCase("""{"type":"scores","a":1,"id":7,"b":2}""", """{"type":"counts","id":7,"a":1,"b":2}""")]
    [TestCase("""{"a":1,"type":"scores"}""", """{"type":"counts","a":1}""")]
    [TestCase("""{"type":"texts","a":"x","id":7}""", """{"type":"number","id":7,"value":1}""")]
    [TestCase("""{"type":"readOnly","a":"x","id":7}""", """{"type":"number","id":7,"value":1}""")]

    // No message has two members of one name: an entry that would be one is an error of the method.
    [TestCase("""{"type":"fill","text":"type","id":7}""", """{"type":"error","id":7,"code":"failed","message":"The request failed."}""")]
    [TestCase("""{"type":"fill","text":"id","id":7}""", """{"type":"error","id":7,"code":"failed","message":"The request failed."}""")]
    [TestCase("""{"type":"fill","text":"id"}""", """{"type":"counts","id":1}""")]

    // Streams, and what is not there.
    [TestCase("""{"type":"channel","id":7}""", """{"type":"number","id":7,"value":1}""")]
    [TestCase("""{"type":"channelTask","id":7}""", """{"type":"number","id":7,"value":1}""")]
    [TestCase("""{"type":"channelValueTask","id":7}""", """{"type":"number","id":7,"value":1}""")]
    [TestCase("""{"type":"sequenceTask","id":7}""", """{"type":"number","id":7,"value":1}""")]
    [TestCase("""{"type":"noTask","id":7}""", "end")]
    [TestCase("""{"type":"noReplyTask","id":7}""", "end")]
    [TestCase("""{"type":"noSequence","id":7}""", "end")]
    [TestCase("""{"type":"noChannel","id":7}""", "end")]
    [TestCase("""{"type":"noChannelTask","id":7}""", "end")]
    public async Task A_message_is_answered(string message, string? reply)
    {
        await using var host = await TestHost.StartAsync<Owner>(setup: setup => setup.Services = services => services.AddAuthorization());
        if (reply?.Contains("failed", StringComparison.Ordinal) != false)
        {
            host.Logs.Expect(6); // the method failed
        }

        await using var client = await host.ConnectAsync("/owner");

        await client.SendTextAsync(message);
        if (reply is null)
        {
            await client.ReceiveCloseAsync(1011);
            return;
        }

        await client.SendTextAsync("""{"type":"end"}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(reply));
    }
}

[Message]
internal sealed record Keep(string? Id);

[Message]
internal sealed record Kept([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id);

[Message]
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record KeepStrictly(int Id);

[JsonDerivedType(typeof(Leaf), "leaf")]
internal abstract record Branch;

internal sealed record Leaf(int Id) : Branch;

[Message]
internal sealed record Number(int Value);

[Message("counts")]
internal sealed class Counts : Dictionary<string, int>;

[WebSocketHandler("/owner")]
internal sealed partial class Owner
{
    [OnMessage]
    public Kept Keep(Keep keep) => new(keep.Id);

    [OnMessage]
    public Number KeepStrictly(KeepStrictly keep) => new(keep.Id);

    [OnMessage("keepDerived")]
    public Number KeepDerived(Branch branch) => new(((Leaf)branch).Id);

    [OnMessage("guarded")]
    [Authorize]
    public void Guarded(Keep keep)
    {
    }

    [OnMessage("fails")]
    public void Fails(Keep keep) => throw new InvalidOperationException("No.");

    [OnMessage("failsBefore")]
    public void FailsBefore([FromServices] IMissing missing, Keep keep)
    {
    }

    [OnMessage("scores")]
    public Counts Scores(Dictionary<string, int> scores)
    {
        var counts = new Counts();
        foreach (var (name, count) in scores)
        {
            counts.Add(name, count);
        }

        return counts;
    }

    [OnMessage("texts")]
    public Number Texts(IDictionary<string, string> texts) => new(texts.Count);

    [OnMessage("readOnly")]
    public Number ReadOnly(IReadOnlyDictionary<string, string> texts) => new(texts.Count);

    [OnMessage("fill")]
    public Counts Fill(Plain plain) => new() { [plain.Text] = 1 };

    [OnMessage("channel")]
    public ChannelReader<Number> Channel() => One();

    [OnMessage("channelTask")]
    public Task<ChannelReader<Number>> ChannelTask() => Task.FromResult(One());

    [OnMessage("channelValueTask")]
    public ValueTask<ChannelReader<Number>> ChannelValueTask() => new(One());

    [OnMessage("sequenceTask")]
    public Task<IAsyncEnumerable<Number>> SequenceTask() => Task.FromResult(One().ReadAllAsync());

    [OnMessage("noTask")]
    public Task? NoTask() => null;

    [OnMessage("noReplyTask")]
    public Task<Number>? NoReplyTask() => null;

    [OnMessage("noSequence")]
    public IAsyncEnumerable<Number>? NoSequence() => null;

    [OnMessage("noChannel")]
    public ChannelReader<Number>? NoChannel() => null;

    [OnMessage("noChannelTask")]
    public Task<ChannelReader<Number>>? NoChannelTask() => null;

    [OnMessage("end")]
    public string End() => "end";

    private static ChannelReader<Number> One()
    {
        var channel = System.Threading.Channels.Channel.CreateUnbounded<Number>();
        channel.Writer.TryWrite(new(1));
        channel.Writer.Complete();
        return channel.Reader;
    }
}

internal interface IMissing;
