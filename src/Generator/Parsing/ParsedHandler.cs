using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>What one pass over a handler class found.</summary>
/// <param name="Handler">What is emitted; null: the class cannot have another part.</param>
/// <param name="Diagnostics">Errors, which the generator reports so that nothing can hide them, and advice, which an analyzer reports.</param>
internal sealed record ParsedHandler(HandlerModel? Handler, EquatableArray<DiagnosticInfo> Diagnostics)
{
    /// <summary>For a declaration that is not the handler's own.</summary>
    public static readonly ParsedHandler None = new(null, []);
}
