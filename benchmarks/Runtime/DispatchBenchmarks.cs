using BenchmarkDotNet.Attributes;

namespace WebSockets.Runtime.Benchmarks;

/// <summary>What the loop and the generated dispatch add to the codec: an echo over pipes in memory, of as many messages as came in one read.</summary>
public class DispatchBenchmarks
{
    private readonly MemoryPipes _codec = MemoryPipes.ToCodec();
    private MemoryPipes _output = null!;
    private MemoryPipes _handler = null!;
    private byte[] _frames = [];

    [Params(1, 16)]
    public int Messages { get; set; }

    [Params(64, 1024)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var (mapping, services) = Host.Map<EchoHandler>();
        _output = MemoryPipes.ToOutput(mapping);
        _handler = MemoryPipes.ToHandler(mapping, services);
        _frames = [.. Enumerable.Repeat(ClientFrame.Binary(Bytes), Messages).SelectMany(frame => frame)];
    }

    [Benchmark(Baseline = true)]
    public long Codec() => _codec.Exchange(_frames);

    [Benchmark]
    public long CodecAndOutput() => _output.Exchange(_frames);

    [Benchmark]
    public long Handler() => _handler.Exchange(_frames);
}
