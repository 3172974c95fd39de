using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Faults;

[WebSocketHandler("/faults/watched")]
internal sealed partial class Watched(Journal journal)
{
    [OnOpen]
    public void Open() => journal.Write("open");

    [OnMessage]
    public string Text(string text) => text == "throw" ? throw new InvalidOperationException("on purpose") : text;

    [OnClose]
    public void Close(WebSocketCloseStatus? status) => journal.Write($"close {(int?)status}".Trim());
}

/// <summary>What an app plugs in for diagnostics, and its clock, may throw: connections go on, and end as they would.</summary>
[NonParallelizable]
internal sealed class ThrowingListenerTests
{
    public enum Thrower
    {
        Logger,
        LoggerThatIsAsked,
        MeterListener,
        ActivityListener,
    }

    [Test]
    public async Task A_listener_that_throws_ends_no_connection_and_OnClose_runs_once([Values] Thrower thrower)
    {
        using var meters = thrower == Thrower.MeterListener ? ThrowingMeters() : null;
        using var spans = thrower == Thrower.ActivityListener ? ThrowingSpans() : null;
        await using var host = await TestHost.StartAsync<Watched>(setup: setup =>
        {
            if (thrower is Thrower.Logger or Thrower.LoggerThatIsAsked)
            {
                setup.Services = services => services.AddSingleton<ILoggerProvider>(new ThrowingLogger(whenAsked: thrower == Thrower.LoggerThatIsAsked));
            }
        });
        await using var other = await host.ConnectAsync("/faults/watched");
        await host.Journal.ExpectAsync("open");

        for (var i = 0; i < 3; i++)
        {
            await using var client = await host.ConnectAsync("/faults/watched");
            await host.Journal.ExpectAsync("open");
            await client.SendTextAsync("hello");
            Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("hello"));
            host.Logs.Expect(6);
            await client.SendTextAsync("throw");
            await client.ReceiveCloseAsync(1011);
            await client.SendCloseAsync(1011);
            await host.Journal.ExpectAsync("close 1011");
        }

        await other.SendTextAsync("still here");
        Assert.That(await other.ReceiveTextAsync(), Is.EqualTo("still here"));
        await other.CloseAsync();
        await host.Journal.ExpectAsync("close 1000");
        await Bounded.Until(() => host.Connections<Watched>().Count == 0, "no connection keeps its place");
    }

    [Test]
    public async Task A_clock_that_throws_ends_neither_the_process_nor_a_connection()
    {
        var time = new ThrowingTime();
        await using var host = await TestHost.StartAsync<Watched>(setup: setup => setup.Services = services => services.AddSingleton<TimeProvider>(time));
        await using var before = await host.ConnectAsync("/faults/watched");
        await host.Journal.ExpectAsync("open");

        time.Throws = true;
        time.FireTimers();

        await using var client = await host.ConnectAsync("/faults/watched");
        await host.Journal.ExpectAsync("open");
        foreach (var each in new[] { before, client })
        {
            await each.SendTextAsync("hello");
            Assert.That(await each.ReceiveTextAsync(), Is.EqualTo("hello"));
            await each.CloseAsync();
            await host.Journal.ExpectAsync("close 1000");
        }
    }

    private static MeterListener ThrowingMeters()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "WebSockets" && !instrument.IsObservable)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => throw new InvalidOperationException("on purpose"));
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => throw new InvalidOperationException("on purpose"));
        listener.Start();
        return listener;
    }

    private static ActivityListener ThrowingSpans()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "WebSockets",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = static _ => throw new InvalidOperationException("on purpose"),
            ActivityStopped = static _ => throw new InvalidOperationException("on purpose"),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private sealed class ThrowingLogger(bool whenAsked) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) =>
            categoryName.StartsWith("WebSockets", StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => throw new InvalidOperationException("on purpose");

        public bool IsEnabled(LogLevel logLevel) => whenAsked ? throw new InvalidOperationException("on purpose") : true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("on purpose");

        public void Dispose()
        {
        }
    }

    private sealed class ThrowingTime : TimeProvider
    {
        private readonly FakeTimeProvider _time = new();

        public bool Throws { get; set; }

        public override long TimestampFrequency => _time.TimestampFrequency;

        public void FireTimers() => _time.Advance(TimeSpan.FromMinutes(5));

        public override long GetTimestamp() => Throws ? throw new InvalidOperationException("on purpose") : _time.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => Throws ? throw new InvalidOperationException("on purpose") : _time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            Throws ? throw new InvalidOperationException("on purpose") : _time.CreateTimer(callback, state, dueTime, period);
    }
}
