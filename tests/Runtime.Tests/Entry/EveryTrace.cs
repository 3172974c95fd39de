using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace WebSockets.Runtime.Tests.Entry;

/// <summary>All that is logged and traced while it lives, as text: every record of every level with its values, scopes and exception, every activity with its tags.</summary>
internal sealed class EveryTrace : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _texts = new();
    private readonly ActivityListener _listener;

    public EveryTrace()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => !source.Name.Contains("System.Net", StringComparison.Ordinal), // those of the client
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = Keep,
            ActivityStopped = Keep,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public string[] Texts => [.. _texts];

    public ILogger CreateLogger(string categoryName) => new Logger(_texts, categoryName);

    public void Dispose() => _listener.Dispose();

    private void Keep(Activity activity)
    {
        var parts = activity.TagObjects.Concat(activity.Events.SelectMany(one => one.Tags)).Select(tag => $"{tag.Key}={tag.Value}");
        _texts.Enqueue($"activity {activity.OperationName} {activity.DisplayName} {activity.StatusDescription} {string.Join(' ', parts)} {string.Join(' ', activity.Baggage)}");
    }

    private sealed class Logger(ConcurrentQueue<string> texts, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            texts.Enqueue($"scope {category} {Values(state)}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            texts.Enqueue($"log {category} {logLevel} {formatter(state, exception)} {Values(state)} {exception}");

        private static string Values<TState>(TState state) =>
            $"{state} " + (state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values.Select(value => $"{value.Key}={value.Value}")) : "");
    }
}
