using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;
using OpenTelemetry.Trace;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Diagnostics;

/// <summary>A message whose method took longer than MessageTimeout has failed, whatever the method does then.</summary>
/// <remarks>Alone, because it listens to the spans of all hosts of the process, and has other tests sampled.</remarks>
[NonParallelizable]
internal sealed class TimedOutMessageTests
{
    [TestCase("heed", "timed_out", TestName = "A message whose method is cancelled by MessageTimeout is told of as one that failed")]
    [TestCase("return", "timed_out", TestName = "A message whose method returns after MessageTimeout is told of as one that failed")]
    [TestCase("block", "timed_out", TestName = "A message whose method blocked its thread until after MessageTimeout is told of as one that failed")]
    [TestCase("throw", "timed_out failed", TestName = "A message whose method throws after MessageTimeout is told of as one that took too long")]
    public async Task A_message_that_took_longer_than_MessageTimeout_is_told_of_as_one_that_failed(string what, string faults)
    {
        var spans = new Spans();
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync<Late>(
            options => (options.MessageTimeout, options.KeepAliveInterval, options.CloseTimeout) = (TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan, TimeSpan.FromHours(1)),
            setup =>
            {
                setup.Time = time;
                setup.Services = services => services.AddOpenTelemetry()
                    .WithTracing(tracing => tracing.SetSampler(new AlwaysOnSampler()).AddSource("WebSockets").AddInMemoryExporter(spans));
            });
        host.Logs.Expect(50);
        if (what == "throw")
        {
            host.Logs.Expect(6);
        }

        var meters = host.Services.GetRequiredService<IMeterFactory>();
        using var durations = new MetricCollector<double>(meters, "WebSockets", "websocket.server.handler.duration");
        using var errors = new MetricCollector<long>(meters, "WebSockets", "websocket.server.errors");
        await using var client = await host.ConnectAsync("/late");
        await client.SendTextAsync($$"""{"type":"{{what}}"}""");
        await host.Journal.ExpectAsync(what);

        await time.AdvanceUntil(() => host.Journal.Count("token") == 1, TimeSpan.FromSeconds(1));
        host.Gate.Open();
        await client.ReceiveCloseAsync(1011);
        await client.SendCloseAsync(1011);
        await durations.WaitForMeasurementsAsync(1).Within("it is measured");
        var span = await spans.EndedAsync($"Late {what}");

        Assert.That(durations.GetMeasurementSnapshot().Single().Tags.GetValueOrDefault("error.type"), Is.EqualTo("timed_out"));
        Assert.That((span.Status, span.GetTagItem("error.type")), Is.EqualTo((ActivityStatusCode.Error, (object)"timed_out")));
        Assert.That(string.Join(' ', errors.GetMeasurementSnapshot().Select(error => error.Tags["error.type"])), Is.EqualTo(faults), "each fault once");
    }
}
