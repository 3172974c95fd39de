using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Conditions;

/// <summary>What a message costs in memory where nothing waits: nothing, but for what the app's own types are.</summary>
/// <remarks>Alone, because a collection that other tests bring about empties the pools, which then have to allocate anew.</remarks>
[NonParallelizable]
internal sealed class AllocationTests
{
    private const int WarmUp = 1_000;
    private const int Messages = 100_000;

    // A collection may empty the pools, which then allocate a few blocks anew. An object for each message would be a hundred times as much.
    private const int Refill = 25_000;

    [Test]
    public Task A_binary_echo_leaves_no_garbage() =>
        Costs<Echo>(RawFrame.Encode(RawFrame.Binary, new byte[100]), reply: new string('\0', 100), bytes: 0);

    [Test]
    public Task A_raw_text_echo_leaves_no_garbage() =>
        Costs<RawEcho>(RawFrame.EncodeText("hello"), reply: "hello", bytes: 0);

    [Test]
    public Task A_raw_binary_echo_leaves_no_garbage() =>
        Costs<RawEcho>(RawFrame.Encode(RawFrame.Binary, new byte[100]), reply: new string('\0', 100), bytes: 0);

    [Test]
    public Task A_JSON_echo_of_a_value_costs_what_the_serializer_does() =>
        Costs<PointEcho>(RawFrame.EncodeText("""{"x":1,"y":2}"""), """{"x":1,"y":2}""", SerializerCost<Point>("""{"x":1,"y":2}"""u8));

    [Test]
    public Task A_JSON_echo_of_an_object_costs_what_the_serializer_does() =>
        Costs<PixelEcho>(RawFrame.EncodeText("""{"x":1,"y":2}"""), """{"x":1,"y":2}""", SerializerCost<Pixel>("""{"x":1,"y":2}"""u8));

    [TestCase("""{"type":"shift","x":1,"y":2}""", """{"type":"shifted","x":2,"y":2}""")]
    [TestCase("""{"type":"shift","id":7,"x":1,"y":2}""", """{"type":"shifted","id":7,"x":2,"y":2}""")]
    [TestCase("""{"x":1,"y":2,"id":"seven","type":"shift"}""", """{"type":"shifted","id":"seven","x":2,"y":2}""")]
    [TestCase("""{"type":"later","id":7,"x":1,"y":2}""", """{"type":"shifted","id":7,"x":2,"y":2}""")]
    public Task A_request_and_its_reply_leave_no_garbage(string request, string reply) =>
        Costs<Room>(RawFrame.EncodeText(request), reply, bytes: 0);

    [Test]
    public async Task A_method_beside_one_with_Authorize_costs_nothing_and_that_one_what_the_authorization_service_does()
    {
        await using var host = await TestHost.StartAsync<Guarded>(setup: setup => setup.Services = services => services.AddAuthorization());
        await using var client = new MemoryConnection(host);
        client.Server.RefreshUser(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, "member")], "test")));
        var (free, guarded) = (RawFrame.EncodeText("""{"type":"free","x":1,"y":2}"""), RawFrame.EncodeText("""{"type":"shift","x":1,"y":2}"""));
        var reply = """{"type":"shifted","x":2,"y":2}""";
        var authorization = host.Services.GetRequiredService<IAuthorizationService>();
        var policy = await AuthorizationPolicy.CombineAsync(host.Services.GetRequiredService<IAuthorizationPolicyProvider>(), [new AuthorizeAttribute { Roles = "member" }]);

        var ofService = Measure(() => authorization.AuthorizeAsync(client.Server.User, client.Server, policy!.Requirements).IsCompletedSuccessfully);
        var ofFree = Measure(() => Exchange(client, free, 1) == 2 + reply.Length);
        var ofGuarded = Measure(() => Exchange(client, guarded, 1) == 2 + reply.Length);

        Assert.That(ofFree, Is.LessThan(Refill), "bytes");
        Assert.That(ofGuarded, Is.InRange(ofService - Refill, ofService + Refill), "bytes");

        static long Measure(Func<bool> once)
        {
            Repeat(once, WarmUp);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Repeat(once, Messages);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        static void Repeat(Func<bool> once, int count)
        {
            for (var i = 0; i < count; i++)
            {
                if (!once())
                {
                    throw new InvalidOperationException("It is not what it should be.");
                }
            }
        }
    }

    [TestCase("to-channel", 1, 3)]
    [TestCase("to-others", 0, 3)]
    [TestCase("to-me", 1, 0)]
    [TestCase("to-several", 1, 3)]
    [TestCase("to-channel-latest", 1, 3)]
    [TestCase("to-me-drop", 1, 0)]
    [TestCase("to-all", 1, 4)]
    public async Task A_message_to_many_leaves_no_garbage(string name, int toSender, int toOthers)
    {
        await using var host = await TestHost.StartAsync<Room>();
        await using var sender = new MemoryConnection(host);
        await using var first = new MemoryConnection(host);
        await using var second = new MemoryConnection(host);
        await using var third = new MemoryConnection(host);
        await using var outsider = new MemoryConnection(host);
        MemoryConnection[] others = [first, second, third, outsider];
        foreach (var member in (MemoryConnection[])[sender, first, second, third])
        {
            member.Server.Channels.Add("room");
        }

        var frame = RawFrame.EncodeText($$"""{"type":"{{name}}","x":1,"y":2}""");
        var delivery = 2 + """{"type":"shifted","x":1,"y":2}""".Length;

        Exchange(WarmUp);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var received = Exchange(Messages);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(received, Is.EqualTo(((long)Messages * toSender * delivery, (long)Messages * toOthers * delivery)));
        Assert.That(allocated, Is.LessThan(Refill), "bytes");

        (long BySender, long ByOthers) Exchange(int count)
        {
            var (bySender, byOthers) = (0L, 0L);
            for (var i = 0; i < count; i++)
            {
                sender.Send(frame);
                bySender += sender.Receive();
                foreach (var other in others)
                {
                    byOthers += other.Receive();
                }
            }

            return (bySender, byOthers);
        }
    }

    // The object, its box, and what the serializer makes for itself to read and to write it once.
    private static long SerializerCost<T>(ReadOnlySpan<byte> json)
    {
        var type = (JsonTypeInfo<T>)JsonSerializerOptions.Web.GetTypeInfo(typeof(T));
        using var writer = new Utf8JsonWriter(Stream.Null);
        var before = 0L;
        for (var i = 0; i < 2; i++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            JsonSerializer.Serialize(writer, JsonSerializer.Deserialize(json, type)!, type);
            writer.Reset();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    // No more and no less: where it is less, the bound has to follow.
    private static async Task Costs<THandler>(byte[] frame, string reply, long bytes)
        where THandler : class, IWebSocketHandler<THandler>
    {
        await using var host = await TestHost.StartAsync<THandler>();
        await using var client = new MemoryConnection(host);

        Exchange(client, frame, WarmUp);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var received = Exchange(client, frame, Messages);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(received, Is.EqualTo((long)Messages * (2 + reply.Length)));
        Assert.That(allocated, Is.InRange(bytes * Messages, (bytes * Messages) + Refill), "bytes");
    }

    // Returns how many bytes came back. Not async, so that what is counted is the thread's.
    private static long Exchange(MemoryConnection client, byte[] frame, int count)
    {
        var received = 0L;
        for (var i = 0; i < count; i++)
        {
            client.Send(frame);
            received += client.Receive();
        }

        return received;
    }
}
