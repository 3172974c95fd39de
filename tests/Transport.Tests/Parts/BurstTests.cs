using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Transport.Tests.Parts;

/// <summary>Many sends in a short time by a thread that has no turn.</summary>
internal sealed class BurstTests
{
    private const int Frames = 20_000;

    [Test]
    public async Task A_burst_of_another_thread_does_not_cost_a_system_call_for_each_frame()
    {
        await using var rig = new Rig();
        var (client, channel, _) = rig.Open();
        var before = SegmentsReceived(client);
        var receiving = ReceiveAsync(client);

        for (var i = 0; i < Frames; i++)
        {
            channel.Writer.Write(BitConverter.GetBytes(i));
            await channel.Writer.FlushAsync().AsTask().Within("the client reads");
        }

        var received = await receiving.Within("all comes");
        Assert.That(Enumerable.Range(0, Frames).Select(i => BitConverter.ToInt32(received, 4 * i)), Is.EqualTo(Enumerable.Range(0, Frames)));
        Assert.That(SegmentsReceived(client) - before, Is.LessThan(Frames / 2));
    }

    [Test]
    public async Task What_a_few_flushes_of_another_thread_send_leaves_at_once()
    {
        await using var rig = new Rig();
        var (client, channel, _) = rig.Open();

        channel.Writer.Write("now"u8);
        await channel.Writer.FlushAsync();

        Assert.That(client.Available, Is.EqualTo(3));
    }

    private static Task<byte[]> ReceiveAsync(Socket client) => Task.Run(async () =>
    {
        var bytes = new byte[4 * Frames];
        await using var stream = new NetworkStream(client);
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    });

    // Field tcpi_segs_in of struct tcp_info (linux/tcp.h).
    private static uint SegmentsReceived(Socket socket)
    {
        const int IpProtoTcp = 6;
        const int TcpInfo = 11;
        const int SegmentsIn = 140;
        var info = new byte[256];
        socket.GetRawSocketOption(IpProtoTcp, TcpInfo, info);
        return BinaryPrimitives.ReadUInt32LittleEndian(info.AsSpan(SegmentsIn));
    }
}
