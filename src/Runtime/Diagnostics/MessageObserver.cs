using System.Diagnostics;
using System.Net.WebSockets;
using WebSockets.CompilerServices;
using WebSockets.Hosting;

namespace WebSockets.Diagnostics;

/// <summary>Measures and traces the message that a connection is handling, for those who listen.</summary>
/// <remarks>One for each connection, made when somebody listens: messages are handled one at a time.</remarks>
internal sealed class MessageObserver(WebSocketConnection connection)
{
    private readonly HandlerMapping _mapping = connection.Mapping;
    private MessageTags? _message;
    private Activity? _span;
    private string? _error;
    private long _since;

    /// <summary>A message is about to be handed to its method. Until <see cref="Leave"/> what runs here runs in the message's span, if it has one.</summary>
    public void Begin(WebSocketMessageContext context, WebSocketMessageType type, long length)
    {
        _message = _mapping.Metrics.TagsOf(type, context);
        _mapping.Metrics.Received(_message, length);
        _span = MessageSpan.Start(_mapping.Tracing, connection, context, type, length, _message);
        _since = _mapping.Metrics.HandlingStarts();
    }

    /// <summary>The method has returned, but may not be done.</summary>
    public void Leave()
    {
        if (_span is not null)
        {
            Activity.Current = connection.Span;
        }
    }

    /// <summary>The message could not be handled. What is called now, an [OnError] method, still belongs to it.</summary>
    public void Fail(Exception exception, string kind)
    {
        if (_message is null)
        {
            return;
        }

        _error = kind;
        if (_span is not null)
        {
            Activity.Current = _span;
            _span.Fail(kind, exception);
        }
    }

    /// <summary>The message has been handled, if it was begun.</summary>
    public void End()
    {
        if (_message is not { } message)
        {
            return;
        }

        if (connection.Life.IsTimedOut)
        {
            // Whatever the method did then. That it took too long was counted as an error at that time.
            _error = ErrorKind.TimedOut;
            _span.Fail(ErrorKind.TimedOut);
        }

        _mapping.Metrics.Handled(message, _since, _error);
        if (_span is not null)
        {
            _span.TryEnd();
            Activity.Current = connection.Span;
        }

        (_message, _span, _error) = (null, null, null);
    }
}
