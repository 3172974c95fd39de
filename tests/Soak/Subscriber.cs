using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;

namespace WebSockets.Soak.Tests;

/// <summary>A client that reads numbered messages, each of which has to follow the one before, and measures how long each was on its way.</summary>
internal sealed class Subscriber(RawBurst client) : IDisposable
{
    /// <summary>Of a message: its number, the time of its sending, and what fills it up.</summary>
    public const int MessageSize = 1000;

    private const int FrameSize = 4 + MessageSize;

    private long _received;

    /// <summary>How many messages have come, all of them in order.</summary>
    public long Received => Volatile.Read(ref _received);

    public static async Task<Subscriber> ConnectAsync(Uri address) => new(await RawBurst.OpenAsync(address));

    /// <summary>Makes a message.</summary>
    public static void Write(Span<byte> message, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(message, number);
        BinaryPrimitives.WriteInt64LittleEndian(message[8..], Stopwatch.GetTimestamp());
    }

    /// <summary>Reads until the connection ends, or is disposed of.</summary>
    public async Task ReadAsync(Latencies latencies)
    {
        var buffer = new byte[8 * FrameSize];
        var end = 0;
        while (true)
        {
            int read;
            try
            {
                read = await client.Socket.ReceiveAsync(buffer.AsMemory(end), SocketFlags.None);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            if (read == 0)
            {
                return;
            }

            end += read;
            var start = 0;
            for (; end - start >= FrameSize; start += FrameSize)
            {
                Take(buffer.AsSpan(start, FrameSize), latencies);
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
        }
    }

    public void Dispose() => client.Dispose();

    private void Take(ReadOnlySpan<byte> frame, Latencies latencies)
    {
        if (frame[0] != 0x82 || frame[1] != 126 || BinaryPrimitives.ReadUInt16BigEndian(frame[2..]) != MessageSize
            || BinaryPrimitives.ReadInt64LittleEndian(frame[4..]) != _received)
        {
            throw new InvalidOperationException($"Something else than message {_received} has come: {Convert.ToHexString(frame[..20])}");
        }

        latencies.Add(Stopwatch.GetElapsedTime(BinaryPrimitives.ReadInt64LittleEndian(frame[12..])));
        Volatile.Write(ref _received, _received + 1);
    }
}

/// <summary>Counts times by steps of ten microseconds.</summary>
internal sealed class Latencies
{
    private const int StepsInMillisecond = 100;

    private readonly long[] _counts = new long[10_000 * StepsInMillisecond];

    public void Add(TimeSpan time) =>
        Interlocked.Increment(ref _counts[Math.Min((int)(time.TotalMilliseconds * StepsInMillisecond), _counts.Length - 1)]);

    /// <summary>The time, in milliseconds, that so many of a hundred do not exceed.</summary>
    public double Percentile(double percent)
    {
        var rest = (long)(_counts.Sum() * percent / 100);
        var step = 0;
        while (step < _counts.Length - 1 && (rest -= _counts[step]) > 0)
        {
            step++;
        }

        return (step + 1) / (double)StepsInMillisecond;
    }

    public void Clear() => Array.Clear(_counts);
}
