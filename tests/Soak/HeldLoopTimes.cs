using System.Diagnostics;
using System.Globalization;
using WebSockets.Testing;

namespace WebSockets.Soak.Tests;

/// <summary>How long the others' round trips take while handlers of one connection in a hundred block. Printed, not asserted.</summary>
[Platform("Linux")]
[Category("Soak")]
internal sealed class HeldLoopTimes
{
    private const int Others = 200;
    private const int Blocking = 2;
    private const int Seconds = 8;

    [Test]
    public async Task Times_of_the_others_with_and_without_handlers_that_block()
    {
        if (Environment.GetEnvironmentVariable("SOAK_SECONDS") is null or "")
        {
            Assert.Ignore("Set SOAK_SECONDS to have it run.");
        }

        await using var app = await HeldApp.StartAsync();
        var others = await app.ConnectAsync(Others);
        var blocking = await app.ConnectAsync(Blocking);
        await MeasureAsync(others, [], 2);
        var without = await MeasureAsync(others, [], Seconds);
        var with = await MeasureAsync(others, blocking, Seconds);

        TestContext.Progress.WriteLine($"without: {Tell(without)}; with: {Tell(with)}; p99 ratio {Quantile(with, 0.99) / Quantile(without, 0.99):F1}");
        foreach (var client in (TestClient[])[.. others, .. blocking])
        {
            await client.DisposeAsync();
        }
    }

    private static async Task<double[]> MeasureAsync(TestClient[] others, TestClient[] blocking, int seconds)
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var blocked = blocking.Select(async client =>
        {
            while (!end.IsCancellationRequested)
            {
                await client.AskAsync("pause 2000");
            }
        });
        var all = Task.WhenAll([.. blocked]);
        var times = await Task.WhenAll(others.Select(client => Task.Run(async () =>
        {
            var taken = new List<double>();
            while (!end.IsCancellationRequested)
            {
                var start = Stopwatch.GetTimestamp();
                await client.AskAsync("x");
                taken.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            return taken;
        })));
        await all;
        return [.. times.SelectMany(taken => taken).Order()];
    }

    private static string Tell(double[] times) => string.Create(
        CultureInfo.InvariantCulture,
        $"{times.Length} round trips, p50 {Quantile(times, 0.5):F2} ms, p99 {Quantile(times, 0.99):F2} ms, most {times[^1]:F1} ms");

    private static double Quantile(double[] times, double q) => times[(int)((times.Length - 1) * q)];
}
