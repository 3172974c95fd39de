using System.IO.Pipelines;
using Microsoft.Extensions.Time.Testing;
using WebSockets.Connections;

namespace WebSockets.Runtime.Tests.Closing;

/// <summary>What becomes of a transport that the server has got back with bytes that the peer may not take.</summary>
internal sealed class EndingTransportTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    [Test]
    public void One_that_does_not_end_is_dropped_when_its_time_is_up()
    {
        var (time, ending) = Start();
        var aborts = 0;
        using var lost = new CancellationTokenSource();

        ending.Add(Transport(() => aborts++, lost.Token));
        time.Advance(Limit - TimeSpan.FromSeconds(1));
        Assert.That(aborts, Is.Zero);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(aborts, Is.EqualTo(1));

        time.Advance(Limit);
        Assert.That(aborts, Is.EqualTo(1), "it is forgotten");
    }

    [Test]
    public void One_that_ends_is_left_alone()
    {
        var (time, ending) = Start();
        var aborts = 0;
        using var lost = new CancellationTokenSource();

        ending.Add(Transport(() => aborts++, lost.Token));
        lost.Cancel();
        time.Advance(2 * Limit);

        Assert.That(aborts, Is.Zero);
    }

    private static (FakeTimeProvider Time, EndingTransports Ending) Start()
    {
        var time = new FakeTimeProvider();
        return (time, new EndingTransports(time, Limit, TimeSpan.FromSeconds(1)));
    }

    private static ConnectionTransport Transport(Action abort, CancellationToken lost)
    {
        var pipe = new Pipe();
        return new ServerTransport(pipe.Reader, pipe.Writer, abort, lost);
    }
}
