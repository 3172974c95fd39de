using System.Diagnostics;

namespace WebSockets.Diagnostics;

/// <summary>How the spans of one handler are made.</summary>
/// <param name="Source">Where they come from.</param>
/// <param name="Propagator">How the app reads the context of a request.</param>
/// <param name="Handler">The handler's name.</param>
internal sealed record HandlerTracing(ActivitySource Source, DistributedContextPropagator Propagator, string Handler);
