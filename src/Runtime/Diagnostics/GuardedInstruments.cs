using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace WebSockets.Diagnostics;

/// <summary>What the app listens with to meters and spans runs inside our calls, and its failure is not ours.</summary>
internal static class GuardedInstruments
{
    public static void TryAdd(this Counter<long> counter, long delta, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            counter.Add(delta, tags);
        }
        catch (Exception)
        {
            // A measurement that a listener does not take is lost.
        }
    }

    public static void TryRecord(this Histogram<double> histogram, double value, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            histogram.Record(value, tags);
        }
        catch (Exception)
        {
            // As above.
        }
    }

    /// <summary>Starts a span; null: it is not traced, or a listener failed.</summary>
    public static Activity? TryStart(
        this ActivitySource source, string name, ActivityContext parent, KeyValuePair<string, object?>[] tags, ActivityLink[] links)
    {
        try
        {
            return source.StartActivity(name, ActivityKind.Server, parent, tags, links);
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>Ends a span.</summary>
    public static void TryEnd(this Activity span)
    {
        try
        {
            span.Dispose();
        }
        catch (Exception)
        {
            // It has ended; a listener does not know.
        }
    }
}
