using System.Buffers;
using BenchmarkDotNet.Attributes;
using WebSockets.Framing;

namespace WebSockets.Runtime.Benchmarks;

/// <summary>A masked frame is read where it lies, and its payload is written as a frame of the server.</summary>
public class CodecBenchmarks
{
    private readonly FrameReader _reader = new(1 << 20);
    private byte[] _arrived = [];
    private byte[] _frame = [];
    private byte[] _out = [];

    [Params(64, 1024, 65536)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _frame = ClientFrame.Binary(Bytes);
        _arrived = new byte[_frame.Length];
        _out = new byte[_frame.Length];
    }

    // The frame is unmasked in place, so that each needs a fresh one.
    [Benchmark(Baseline = true)]
    public void Copy() => _frame.CopyTo(_arrived, 0);

    [Benchmark]
    public int ReadAndWrite()
    {
        Copy();
        var buffer = new ReadOnlySequence<byte>(_arrived);
        var message = _reader.Read(ref buffer);
        var header = FrameWriter.WriteHeader(_out, FrameOpcode.Binary, message.Payload.Length);
        message.Payload.CopyTo(_out.AsSpan(header));
        return header;
    }
}
