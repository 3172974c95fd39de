using System.IO.Pipelines;
using System.Security.Claims;
using BenchmarkDotNet.Attributes;
using WebSockets.Connections;

namespace WebSockets.Runtime.Benchmarks;

/// <summary>A message to all members of a channel, up to where their transports take it.</summary>
public class ChannelBenchmarks
{
    private WebSocketConnection _sender = null!;

    [Params(1, 100, 1000)]
    public int Members { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var (mapping, _) = Host.Map<EchoHandler>();
        for (var i = 0; i < Members; i++)
        {
            var transport = new ServerTransport(new Pipe().Reader, new Sink(), () => { }, CancellationToken.None);
            _sender = new WebSocketConnection(transport, mapping, new ClaimsPrincipal(), null, windowBits: 0);
            mapping.Hub.Add(_sender);
            _sender.Channels.Add("room");
        }
    }

    [Benchmark(Baseline = true)]
    public ValueTask Text() => _sender.To("room").SendTextAsync("""{"type":"sum","value":3}""");

    [Benchmark]
    public ValueTask Message() => _sender.To("room").SendAsync(new Sum(3));

    [Benchmark]
    public ValueTask SeveralTargets() => _sender.To("room", _sender).SendAsync(new Sum(3));
}
