using System.Net.Sockets;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Transport.Connections;

namespace WebSockets.Transport.Tests.Parts;

internal sealed class TurnPartsTests
{
    private const int PiecesPerCall = 16;

    private readonly byte[] _buffer = Pinned(4096);
    private readonly byte[] _other = Pinned(5000);

    [Test]
    public async Task Parts_that_follow_each_other_are_sent_as_one_piece()
    {
        var parts = default(TurnParts);
        for (var i = 0; i < 3 * PiecesPerCall; i++)
        {
            parts.Add(_buffer, 10 * i, 10);
        }

        Assert.That(await SendsAsync(parts), Is.EqualTo(_buffer[..(30 * PiecesPerCall)]));
    }

    [Test]
    public async Task Of_many_parts_with_gaps_one_call_sends_the_first()
    {
        var parts = default(TurnParts);
        var expected = new List<byte>();
        for (var i = 0; i < 3 * PiecesPerCall; i++)
        {
            parts.Add(_buffer, 20 * i, 10);
            expected.AddRange(_buffer[(20 * i)..((20 * i) + 10)]);
        }

        Assert.That(await SendsAsync(parts), Is.EqualTo(expected.Take(10 * PiecesPerCall)));
        Assert.That(Text(parts), Is.EqualTo(expected));
    }

    [Test]
    public void Parts_of_different_buffers_and_backward_ones_are_not_one()
    {
        var parts = default(TurnParts);
        parts.Add(_buffer, 0, 10);
        parts.Add(_other, 10, 10);
        parts.Add(_other, 0, 10);
        parts.Add(_buffer, 10, 10);

        Assert.That(Text(parts), Is.EqualTo((byte[])[.. _buffer[..10], .. _other[10..20], .. _other[..10], .. _buffer[10..20]]));
    }

    [Test]
    public void Whatever_is_skipped_the_rest_is_what_remains()
    {
        foreach (var skipped in Enumerable.Range(0, 61))
        {
            var (parts, all) = Several();

            parts.Skip(skipped);

            Assert.That(parts.Length, Is.EqualTo(60 - skipped));
            Assert.That(Text(parts), Is.EqualTo(all[skipped..]), $"after {skipped}");
        }
    }

    [Test]
    public void What_is_skipped_in_steps_is_what_is_skipped_at_once([Range(1, 13)] int step)
    {
        var (parts, all) = Several();
        for (var skipped = step; skipped <= 60; skipped += step)
        {
            parts.Skip(step);
            Assert.That(Text(parts), Is.EqualTo(all[skipped..]));
        }
    }

    [Test]
    public async Task To_skip_one_of_very_many_parts_does_not_move_the_others() =>
        await Task.Run(() =>
        {
            const int Parts = 500_000; // to move all others for each would take minutes
            var parts = default(TurnParts);
            for (var i = 0; i < Parts; i++)
            {
                parts.Add(_buffer, i % 2 * 20, 1);
            }

            for (var i = 0; i < Parts; i++)
            {
                parts.Skip(1);
            }

            Assert.That(parts.Length, Is.Zero);
        }).Within("all are skipped");

    [Test]
    public void After_a_skip_the_next_part_still_follows()
    {
        var (parts, all) = Several();
        parts.Skip(25);

        parts.Add(_other, 100, 10); // follows the last without a gap
        parts.Add(_buffer, 500, 10);

        Assert.That(Text(parts), Is.EqualTo((byte[])[.. all[25..], .. _other[100..110], .. _buffer[500..510]]));
    }

    [Test]
    public void After_all_was_skipped_or_forgotten_it_begins_anew()
    {
        var (parts, _) = Several();
        parts.Skip(60);
        parts.Add(_other, 100, 5);
        Assert.That(Text(parts), Is.EqualTo(_other[100..105]));

        parts.Clear();

        Assert.That(parts.Length, Is.Zero);
        parts.Add(_buffer, 0, 3);
        parts.Add(_buffer, 3, 3);
        Assert.That(Text(parts), Is.EqualTo(_buffer[..6]));
    }

    // Four parts of 10, 20, 10 and 20 bytes, the last of which ends at 100 of the other buffer.
    private (TurnParts Parts, byte[] All) Several()
    {
        var parts = default(TurnParts);
        parts.Add(_buffer, 0, 10);
        parts.Add(_buffer, 50, 20);
        parts.Add(_other, 0, 10);
        parts.Add(_other, 80, 20);
        return (parts, [.. _buffer[..10], .. _buffer[50..70], .. _other[..10], .. _other[80..100]]);
    }

    private static byte[] Text(TurnParts parts)
    {
        var all = new byte[parts.Length];
        parts.CopyTo(all);
        return all;
    }

    // What one call sends.
    private static async Task<byte[]> SendsAsync(TurnParts parts)
    {
        var (peer, own) = await SocketPair.SocketsAsync();
        using (peer)
        {
            using (own)
            {
                var sent = (int)parts.Send((int)own.Handle);
                own.Shutdown(SocketShutdown.Send);
                var received = new byte[sent];
                await using var stream = new NetworkStream(peer);
                await stream.ReadExactlyAsync(received).AsTask().Within("what was sent comes");
                Assert.That(stream.ReadByte(), Is.EqualTo(-1), "more comes than was sent");
                return received;
            }
        }
    }

    private static byte[] Pinned(int size)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(size, pinned: true);
        new Random(size).NextBytes(bytes);
        return bytes;
    }
}
