using System.Buffers;
using WebSockets.Framing;
using static WebSockets.Runtime.Tests.Framing.ClientFrames;

namespace WebSockets.Runtime.Tests.Framing;

/// <summary>What a message costs while it arrives.</summary>
internal sealed class FrameMemoryTests
{
    [Test]
    public void Messages_that_lie_whole_in_the_input_cost_no_allocation()
    {
        const int messages = 10_000;
        using var reader = new FrameReader(1024);
        byte[] wire = [.. Text("a text, with an é"), .. Binary(new byte[300]), .. Ping(1, 2, 3)];
        var copy = new byte[wire.Length];
        ReadAll();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = 0;
        while (read < messages)
        {
            read += ReadAll();
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        int ReadAll()
        {
            wire.CopyTo(copy, 0);
            var buffer = new ReadOnlySequence<byte>(copy);
            var count = 0;
            while (reader.Read(ref buffer).Kind is FrameEventKind.Message or FrameEventKind.Ping)
            {
                count++;
            }

            return count;
        }
    }

    [Test]
    public void An_announced_payload_costs_nothing_until_it_arrives()
    {
        using var reader = new FrameReader(1 << 30);
        using var arrivals = new Arrivals(reader);
        arrivals.Receive([0x82, 0xFF, 0, 0, 0, 0, 0x20, 0, 0, 0, 1, 2, 3, 4]);
        Assert.That(reader.HeldBytes, Is.Zero);

        arrivals.Receive(new byte[100]);
        Assert.That(reader.HeldBytes, Is.InRange(100, 256));

        arrivals.Receive(new byte[10_000]);
        Assert.That(reader.HeldBytes, Is.InRange(10_100, 20_200));
    }

    [Test]
    public void Two_hundred_thousand_empty_fragments_cost_no_memory()
    {
        using var reader = new FrameReader(1024);
        using var arrivals = new Arrivals(reader);
        byte[] empty = [.. Enumerable.Repeat(Continuation("", false), 1000).SelectMany(frame => frame)];
        arrivals.Receive(Text("", false));
        for (var i = 0; i < 200; i++)
        {
            arrivals.Receive(empty);
        }

        arrivals.Receive(Continuation("end", true));
        Assert.That(arrivals.MostHeld, Is.Zero);
        Assert.That(arrivals.Events, Is.EqualTo(["Text 656E64"]));
    }

    [Test]
    public void A_message_in_fragments_of_one_byte_costs_at_most_what_its_limit_rounds_up_to()
    {
        const int limit = 20_000;
        using var arrivals = new Arrivals(new FrameReader(limit));
        arrivals.Receive(Binary([], false));
        for (var i = 0; i < limit; i++)
        {
            arrivals.Receive(Continuation([(byte)i], false));
        }

        Assert.That(arrivals.MostHeld, Is.InRange(limit, 32_768));
        arrivals.Receive(Continuation([], true));
        Assert.That(arrivals.Events, Has.Count.EqualTo(1).And.All.Length.EqualTo("Binary ".Length + (2 * limit)));
    }

    private static IEnumerable<TestCaseData> Endings()
    {
        byte[] half = Binary(new byte[100], false);
        byte[] hello = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00];
        byte[] invalid = [0x00, 0x01, 0x00, 0xFE, 0xFF, 0xFF, 0x00];
        yield return Ending("a message", [.. half, .. Continuation("", true)]);
        yield return Ending("a violation", [.. half, 0x83]);
        yield return Ending("bad text", [.. Text(new string('x', 100), false), .. Continuation([0xC0], false)]);
        yield return Ending("cut text", [.. Text(new string('x', 100), false), .. Continuation([0xC3], true)]);
        yield return Ending("a close", [.. half, .. Close(1000)]);
        yield return Ending("nothing", half);
        yield return Ending("an inflated message", [.. Frame(FrameOpcode.Text, hello[..3], false, true), .. Continuation(hello[3..], true)]);
        yield return Ending("inflated bad text", [.. Frame(FrameOpcode.Text, invalid[..3], false, true), .. Continuation(invalid[3..], true)]);
        yield return Ending("corrupt data", [.. Frame(FrameOpcode.Text, hello[..3], false, true), .. Continuation([0xFF], true)]);

        static TestCaseData Ending(string name, byte[] bytes) => new TestCaseData(bytes).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Endings))]
    public void Memory_is_given_back_once(byte[] bytes)
    {
        var reader = new FrameReader(1000, inflates: true);
        _ = Arrivals.Of(reader, bytes);
        reader.Dispose();

        // An array that was given back twice is handed out twice.
        foreach (var size in (int[])[16, 128, 256, 1024, 2048, 4096])
        {
            var rented = Enumerable.Range(0, 8).Select(_ => ArrayPool<byte>.Shared.Rent(size)).ToList();
            Assert.That(rented.Distinct(ReferenceEqualityComparer.Instance).Count(), Is.EqualTo(rented.Count), $"{size} bytes");
            rented.ForEach(array => ArrayPool<byte>.Shared.Return(array));
        }
    }

    [Test]
    public void Random_bytes_never_throw_and_never_hold_more_than_the_limit([Values] bool inflates)
    {
        const int limit = 4096;
        var random = new Random(inflates ? 1 : 2);
        for (var input = 0; input < 20_000; input++)
        {
            var bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);
            using var arrivals = new Arrivals(new FrameReader(limit, inflates));
            arrivals.Receive(Plausible(bytes, random));
            arrivals.Receive(Segments.Random(bytes, random, 50));
            Assert.That(arrivals.MostHeld, Is.LessThanOrEqualTo(8192));
            Assert.That(arrivals.Events.SkipLast(1), Has.None.StartsWith("Violation").And.None.StartsWith("Close"));
        }
    }

    // Purely random bytes rarely get past the first header. These do, and go wrong later.
    private static byte[] Plausible(byte[] noise, Random random)
    {
        var wire = new List<byte>();
        for (var frames = random.Next(6); frames > 0; frames--)
        {
            FrameOpcode[] opcodes = [FrameOpcode.Continuation, FrameOpcode.Text, FrameOpcode.Binary, FrameOpcode.Ping, FrameOpcode.Close];
            var opcode = opcodes[random.Next(random.Next(20) == 0 ? 5 : 4)];
            var frame = Frame(opcode, noise[..random.Next(noise.Length + 1)], random.Next(2) == 0, random.Next(3) == 0);
            if (random.Next(4) == 0)
            {
                frame[random.Next(frame.Length)] ^= (byte)(1 << random.Next(8));
            }

            wire.AddRange(frame);
        }

        return [.. wire];
    }
}
