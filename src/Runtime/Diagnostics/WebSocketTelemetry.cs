using System.Diagnostics;
using System.Diagnostics.Metrics;
using WebSockets.Hosting;

namespace WebSockets.Diagnostics;

/// <summary>The instruments and the source of traces of one app: a singleton service.</summary>
/// <remarks>
/// Names, units and tags follow the conventions of OpenTelemetry. Every value of a tag is one of a set that the app's code and this library
/// make; nothing that a peer has sent is one. What nobody listens to costs the question whether somebody does.
/// </remarks>
internal sealed class WebSocketTelemetry : IDisposable
{
    /// <summary>The name of the meter and of the source.</summary>
    public const string Name = "WebSockets";

    // From what a method that waits for nothing takes, to where somebody has given up.
    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    public WebSocketTelemetry(IMeterFactory meters, HandlerRegistry handlers)
    {
        var meter = meters.Create(Name); // the factory disposes of it
        meter.CreateObservableUpDownCounter<long>(
            "websocket.server.active_connections", () => Observe(handlers, static mapping => mapping.Monitor.Count), "{connection}", "Connections that are open.");
        meter.CreateObservableUpDownCounter<long>(
            "websocket.server.pending", () => Observe(handlers, static mapping => mapping.Monitor.PendingBytes), "By", "Bytes that were accepted by a send and not yet handed to the transport.");
        Handshakes = meter.CreateCounter<long>("websocket.server.handshakes", "{handshake}", "Handshakes that have ended, in a connection or without.");
        Closes = meter.CreateCounter<long>("websocket.server.closes", "{connection}", "Connections that have ended.");
        Messages = meter.CreateCounter<long>("websocket.server.messages", "{message}", "Messages that were handed to a handler, or accepted for a peer.");
        Io = meter.CreateCounter<long>("websocket.server.io", "By", "The payload of these messages, before it is compressed.");
        HandlerDuration = meter.CreateHistogram("websocket.server.handler.duration", "s", "How long the handling of a message took.", advice: Durations);
        QueueDuration = meter.CreateHistogram("websocket.server.queue.duration", "s", "How long a message that had to wait for those before it waited.", advice: Durations);
        Errors = meter.CreateCounter<long>("websocket.server.errors", "{error}", "Methods, messages and connections that have failed.");
        DroppedMessages = meter.CreateCounter<long>("websocket.server.dropped_messages", "{message}", "Messages that were not sent because the peer reads too slowly.");
        RateLimitedMessages = meter.CreateCounter<long>("websocket.server.rate_limited_messages", "{message}", "Messages that came faster than the peer may send.");
    }

    public ActivitySource Source { get; } = new(Name);

    public Counter<long> Handshakes { get; }

    public Counter<long> Closes { get; }

    public Counter<long> Messages { get; }

    public Counter<long> Io { get; }

    public Histogram<double> HandlerDuration { get; }

    public Histogram<double> QueueDuration { get; }

    public Counter<long> Errors { get; }

    public Counter<long> DroppedMessages { get; }

    public Counter<long> RateLimitedMessages { get; }

    public void Dispose() => Source.Dispose();

    // A handler that is mapped at several paths is one.
    private static IEnumerable<Measurement<long>> Observe(HandlerRegistry handlers, Func<HandlerMapping, long> value) => handlers.Mappings
        .GroupBy(static mapping => mapping.Name)
        .Select(same => new Measurement<long>(same.Sum(value), new KeyValuePair<string, object?>(Tags.Handler, same.Key)));
}
