using System.Text;
using WebSockets.Aot.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Aot.Tests.Wire;

/// <summary>The frames themselves, by a client that checks each byte.</summary>
[Jit]
[Aot]
public sealed class FrameTests(Compiler compiler) : WireTests(compiler)
{
    [Test]
    public async Task The_handshake_is_answered_with_the_key_of_the_RFCs_example()
    {
        await using var client = await RawClient.DialAsync(Host.Http.Port);

        var response = await client.OpenAsync(new HandshakeText("/echo", Host.Http.Authority));

        Assert.That(response.Header("Sec-WebSocket-Accept"), Is.EqualTo(HandshakeText.Accept));
        await client.CloseAsync();
    }

    [Test]
    public async Task A_ping_is_answered_with_its_payload_and_told_to_the_handler()
    {
        await using var client = await ConnectRawAsync("/control");

        await client.SendPingAsync("are you there?");

        var frames = new[] { await client.ReceiveFrameAsync(), await client.ReceiveFrameAsync() };
        Assert.That(frames.Select(frame => (frame.Opcode, frame.PayloadText)), Is.EquivalentTo(new[] { (RawFrame.Pong, "are you there?"), (RawFrame.Text, "ping are you there?") }));
        await client.CloseAsync();
    }

    [Test]
    public async Task A_pong_is_told_to_the_handler()
    {
        await using var client = await ConnectRawAsync("/control");

        await client.SendAsync(RawFrame.Encode(RawFrame.Pong, "here"u8));

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("pong here"));
        await client.CloseAsync();
    }

    [Test]
    public async Task Fragments_with_a_ping_between_are_one_message()
    {
        await using var client = await ConnectRawAsync("/echo");

        await client.SendAsync(
        [
            .. RawFrame.Encode(RawFrame.Text, "Hel"u8, final: false),
            .. RawFrame.Encode(RawFrame.Ping, "?"u8),
            .. RawFrame.Encode(RawFrame.Continuation, "lo"u8),
        ]);

        Assert.That((await client.ReceiveAsync(RawFrame.Pong)).PayloadText, Is.EqualTo("?"));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("Hello"));
        await client.CloseAsync();
    }

    [TestCaseSource(nameof(Violations))]
    public async Task A_violation_of_the_protocol_is_answered_with_a_close_frame(byte[] bytes, int status)
    {
        await using var client = await ConnectRawAsync("/echo");

        await client.SendAsync(bytes);

        await client.ReceiveCloseAsync(status);
    }

    private static IEnumerable<TestCaseData> Violations()
    {
        yield return Violation("a frame without a mask", RawFrame.Encode(RawFrame.Text, "x"u8, masked: false), 1002);
        yield return Violation("a reserved bit", RawFrame.Encode(RawFrame.Text, "x"u8, reserved: 0x40), 1002);
        yield return Violation("an unknown opcode", RawFrame.Encode(3, "x"u8), 1002);
        yield return Violation("a continuation of nothing", RawFrame.Encode(RawFrame.Continuation, "x"u8), 1002);
        yield return Violation("a ping in fragments", RawFrame.Encode(RawFrame.Ping, "x"u8, final: false), 1002);
        yield return Violation("a ping that is too long", RawFrame.Encode(RawFrame.Ping, new byte[126]), 1002);
        yield return Violation("half a status", RawFrame.Encode(RawFrame.Close, [3]), 1002);
        yield return Violation("a status that is not for the wire", RawFrame.EncodeClose(1005), 1002);
        yield return Violation("text that is not UTF-8", RawFrame.Encode(RawFrame.Text, [0xc0, 0xaf]), 1007);
        yield return Violation("a message that is too large", RawFrame.EncodeText(new StringBuilder().Append('x', 70_000).ToString()), 1009);
    }

    private static TestCaseData Violation(string name, byte[] bytes, int status) => new(bytes, status) { TestName = $"{name} is answered with {status}" };
}
