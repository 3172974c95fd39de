using System.Buffers;
using WebSockets.Framing;

namespace WebSockets.Runtime.Tests.Framing;

/// <summary>
/// Plays the pipe in front of a reader: whatever the reader leaves is offered again with the next bytes. Collects the
/// events as text, so that two ways of receiving the same bytes can be compared.
/// </summary>
internal sealed class Arrivals(FrameReader reader) : IDisposable
{
    private readonly List<string> _events = [];
    private byte[] _left = [];

    public IReadOnlyList<string> Events => _events;

    public int MostHeld { get; private set; }

    public static IReadOnlyList<string> Of(FrameReader reader, params byte[][] chunks)
    {
        using var arrivals = new Arrivals(reader);
        foreach (var chunk in chunks)
        {
            arrivals.Receive(chunk);
        }

        return arrivals.Events;
    }

    public static string Describe(in FrameEvent arrived) => arrived.Kind switch
    {
        FrameEventKind.Message => $"{arrived.MessageType} {Convert.ToHexString(arrived.Payload.ToArray())}",
        FrameEventKind.Ping or FrameEventKind.Pong => $"{arrived.Kind} {Convert.ToHexString(arrived.Payload.ToArray())}",
        FrameEventKind.Close => $"Close {(int?)arrived.Status} {arrived.Reason ?? "(none)"}",
        FrameEventKind.Violation => $"Violation {(int?)arrived.Status}",
        _ => arrived.Kind.ToString(),
    };

    public void Receive(ReadOnlySpan<byte> bytes) => Receive(new ReadOnlySequence<byte>(bytes.ToArray()));

    /// <summary>Offers more bytes, which the reader may change where they lie.</summary>
    public void Receive(in ReadOnlySequence<byte> bytes)
    {
        var buffer = _left.Length == 0 ? bytes : Join(_left, bytes);
        while (true)
        {
            var arrived = reader.Read(ref buffer);
            MostHeld = Math.Max(MostHeld, reader.HeldBytes);
            if (arrived.Kind == FrameEventKind.NeedMoreData)
            {
                break;
            }

            _events.Add(Describe(arrived));
            arrived.Release();
        }

        _left = buffer.ToArray();
        Assert.That(_left, Has.Length.LessThan(14 + 125), "Only an incomplete header or control frame may be left.");
    }

    public void Dispose() => reader.Dispose();

    private static ReadOnlySequence<byte> Join(byte[] left, in ReadOnlySequence<byte> more)
    {
        var parts = new List<byte[]> { left };
        foreach (var segment in more)
        {
            parts.Add(segment.ToArray());
        }

        return Segments.Of([.. parts]);
    }
}
