using System.Diagnostics;

namespace WebSockets.Diagnostics;

/// <summary>How a span says that what it stands for has failed.</summary>
internal static class SpanStatus
{
    /// <param name="span">Null: nobody traces it.</param>
    /// <param name="kind">One of <see cref="ErrorKind"/>.</param>
    public static void Fail(this Activity? span, string kind) => span?.SetTag(Tags.ErrorType, kind).SetStatus(ActivityStatusCode.Error);

    /// <summary>The same, with what the app's own code has thrown. Of what is wrong with a message it gives the type alone: what JSON says names parts of the payload.</summary>
    public static void Fail(this Activity span, string kind, Exception exception)
    {
        if (exception is WebSocketMessageException)
        {
            span.AddEvent(new ActivityEvent("exception", tags: new() { { "exception.type", typeof(WebSocketMessageException).FullName } }));
        }
        else
        {
            span.AddException(exception);
        }

        span.Fail(kind);
    }
}
