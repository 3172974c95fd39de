using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>What one pass over a method with [WebSocketUrl] found.</summary>
/// <param name="Url">What is emitted; null: it cannot have a body.</param>
/// <param name="Diagnostics">Errors.</param>
internal sealed record ParsedUrl(UrlModel? Url, EquatableArray<DiagnosticInfo> Diagnostics);
