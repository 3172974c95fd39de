using Microsoft.Extensions.Logging;

namespace WebSockets.Hosting;

/// <summary>The app's logger, whose failure is not ours: what is logged by a timer, a loop or the end of a connection goes on without the line.</summary>
/// <remarks>There is no place to report the failure of the place where failures are reported.</remarks>
internal sealed class GuardedLogger(ILogger logger) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        try
        {
            return logger.BeginScope(state);
        }
        catch (Exception)
        {
            return null;
        }
    }

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return logger.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            logger.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
            // See the remark.
        }
    }
}
