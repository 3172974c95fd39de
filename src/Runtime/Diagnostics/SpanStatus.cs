using System.Diagnostics;

namespace WebSockets.Diagnostics;

/// <summary>How a span says that what it stands for has failed.</summary>
internal static class SpanStatus
{
    /// <param name="span">Null: nobody traces it.</param>
    /// <param name="kind">One of <see cref="ErrorKind"/>.</param>
    public static void Fail(this Activity? span, string kind) => span?.SetTag(Tags.ErrorType, kind).SetStatus(ActivityStatusCode.Error);
}
