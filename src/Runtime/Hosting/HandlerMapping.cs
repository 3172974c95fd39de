using Microsoft.Extensions.Logging;
using WebSockets.Channels;
using WebSockets.CompilerServices;
using WebSockets.Connections;
using WebSockets.Diagnostics;
using WebSockets.Dispatch;
using WebSockets.Messages;
using WebSockets.Options;

namespace WebSockets.Hosting;

/// <summary>A handler as it is mapped at one path of one app: all that its connections share.</summary>
internal sealed class HandlerMapping
{
    public HandlerMapping(
        WebSocketHandlerDefinition definition,
        WebSocketHandlerOptions options,
        EnvelopeShape shape,
        OutgoingMessages messages,
        WebSocketDispatcher dispatcher,
        ChannelHub hub,
        TimeProvider time,
        ILogger logger)
    {
        Definition = definition;
        Options = options;
        Shape = shape;
        Messages = messages;
        Dispatcher = dispatcher;
        Hub = hub;
        Time = time;
        Logger = logger;
        Timing = new Timing(options, time);
        Monitor = new ConnectionMonitor(this);
        Expirations = options.CloseOnAuthenticationExpiration ? new ExpirationSchedule(this) : null;
    }

    public WebSocketHandlerDefinition Definition { get; }

    public string Name => Definition.Name;

    public WebSocketHandlerOptions Options { get; }

    public EnvelopeShape Shape { get; }

    public OutgoingMessages Messages { get; }

    public WebSocketDispatcher Dispatcher { get; }

    public ChannelHub Hub { get; }

    public TimeProvider Time { get; }

    public ILogger Logger { get; }

    public required HandlerMetrics Metrics { get; init; }

    public required HandlerTracing Tracing { get; init; }

    /// <summary>What may wait for the peers of all handlers.</summary>
    public required PendingBudget Budget { get; init; }

    /// <summary>Null: traffic is not logged.</summary>
    public TrafficLog? Traffic { get; init; }

    public Timing Timing { get; }

    public ConnectionMonitor Monitor { get; }

    /// <summary>Closes connections whose authentication expires; null: none is closed for that.</summary>
    public ExpirationSchedule? Expirations { get; }

    /// <summary>Who may send to which message methods.</summary>
    public MessageAuthorization Authorization { get; init; } = MessageAuthorization.None;

    /// <summary>Somebody wants to know of what is sent.</summary>
    public bool WatchesSent => Metrics.WatchesSent || Traffic is not null;

    /// <summary>The app is stopping: no new connections.</summary>
    public bool IsDraining { get; set; }

    /// <summary>The clock that <see cref="Timing"/> is in.</summary>
    public long Now => Time.GetTimestamp();
}
