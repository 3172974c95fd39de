using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace WebSockets.Runtime.Tests.Infrastructure;

/// <summary>One logged line.</summary>
internal sealed record LogLine(string Category, LogLevel Level, int Id, string Text, Exception? Exception)
{
    public override string ToString() => $"{Level} {Category}[{Id}] {Text} {Exception}";
}

/// <summary>Keeps what a host logs. A warning or an error that the test has not announced is a failure.</summary>
internal sealed class CapturedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();
    private readonly ConcurrentDictionary<int, byte> _expected = new();

    public LogLine[] Lines => [.. _lines];

    /// <summary>Announces a line of the library by its id: it has to come.</summary>
    public void Expect(int id) => _expected.TryAdd(id, 0);

    public LogLine? Find(int id) => _lines.FirstOrDefault(line => IsOurs(line) && line.Id == id);

    public void Check()
    {
        var unexpected = _lines.Where(line => line.Level >= LogLevel.Warning && !(IsOurs(line) && _expected.ContainsKey(line.Id)));
        Assert.That(unexpected, Is.Empty, "unexpected log lines");
        Assert.That(_expected.Keys.Where(id => Find(id) is null), Is.Empty, "log lines that did not come");
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private static bool IsOurs(LogLine line) => line.Category.StartsWith("WebSockets.", StringComparison.Ordinal);

    private sealed class Logger(CapturedLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logs._lines.Enqueue(new LogLine(category, logLevel, eventId.Id, formatter(state, exception), exception));
    }
}
