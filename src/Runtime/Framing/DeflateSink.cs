using System.Buffers;

namespace WebSockets.Framing;

/// <summary>
/// Passes on what an encoder writes but for the last four bytes, which end the flushed block and which a sender leaves out
/// (RFC 7692 7.2.1). An output that has been advanced cannot be shortened, hence they are held back all along.
/// </summary>
internal sealed class DeflateSink(IBufferWriter<byte> output) : OneWayStream
{
    private const int TailSize = 4;

    private readonly byte[] _held = new byte[TailSize];
    private int _heldLength;

    public override bool CanWrite => true;

    /// <summary>Whether anything is passed on. Not while an encoder is disposed of, which ends its stream. What is held back then waits for more.</summary>
    public bool IsOpen { get; set; }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!IsOpen)
        {
            return;
        }

        var passed = Math.Max(0, _heldLength + buffer.Length - TailSize);
        var fromHeld = Math.Min(passed, _heldLength);
        output.Write(_held.AsSpan(0, fromHeld));
        output.Write(buffer[..(passed - fromHeld)]);

        _held.AsSpan(fromHeld, _heldLength - fromHeld).CopyTo(_held);
        _heldLength -= fromHeld;
        buffer = buffer[(passed - fromHeld)..];
        buffer.CopyTo(_held.AsSpan(_heldLength));
        _heldLength += buffer.Length;
    }
}
