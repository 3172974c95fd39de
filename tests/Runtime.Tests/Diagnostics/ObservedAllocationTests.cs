using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.Diagnostics;
using WebSockets.Runtime.Tests.Conditions;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Diagnostics;

/// <summary>What it costs in memory to count and measure a message: nothing. That it costs nothing where nobody listens is what all other tests of memory show.</summary>
[NonParallelizable]
internal sealed class ObservedAllocationTests
{
    private const int WarmUp = 1_000;
    private const int Messages = 100_000;
    private const int Refill = 25_000;

    // Without optimization it is an object also where nothing is waited for.
    private const int AsyncFrame = 72;

    [TestCase("""{"type":"shift","id":7,"x":1,"y":2}""")]
    [TestCase("""{"type":"to-all","x":1,"y":2}""")]
    public async Task A_message_that_all_instruments_are_told_of_leaves_no_garbage(string message)
    {
        await using var host = await TestHost.StartAsync<Room>();
        var measured = 0L;
        using var listener = Listen(host, () => measured++);
        await using var client = new MemoryConnection(host);
        var frame = RawFrame.EncodeText(message);

        Exchange(WarmUp);
        measured = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(Messages);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(measured, Is.EqualTo(5L * Messages), "received and sent, each with its bytes, and the time");
        Assert.That(allocated, Is.LessThan(Refill), "bytes");

        void Exchange(int count)
        {
            for (var i = 0; i < count; i++)
            {
                client.Send(frame);
                client.Receive();
            }
        }
    }

    [Test]
    public async Task A_request_that_is_for_no_handler_costs_no_more_than_an_async_frame_while_handshakes_are_counted()
    {
        await using var host = await TestHost.StartAsync<Room>();
        var telemetry = host.Services.GetRequiredService<WebSocketTelemetry>();
        using var listener = Listen(host, () => Assert.Fail("it is counted"));
        var app = new ApplicationBuilder(host.Services);
        new RefusedHandshakes(telemetry).Configure(rest => rest.Run(_ => Task.CompletedTask))(app);
        var pipeline = app.Build();
        var http = new DefaultHttpContext();
        http.SetEndpoint(new Endpoint(null, EndpointMetadataCollection.Empty, "other"));
        Assert.That(telemetry.Handshakes.Enabled, Is.True);

        Request(WarmUp);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Request(Messages);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan((long)Messages * AsyncFrame + Refill), "bytes");

        void Request(int count)
        {
            for (var i = 0; i < count; i++)
            {
                pipeline(http).GetAwaiter().GetResult();
            }
        }
    }

    private static MeterListener Listen(TestHost host, Action measure)
    {
        var scope = host.Services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "WebSockets" && instrument.Meter.Scope == scope)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => measure());
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => measure());
        listener.Start();
        return listener;
    }
}
