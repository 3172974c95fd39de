using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;

namespace WebSockets.Generator.Parsing;

/// <summary>What every parser of one handler's parts needs.</summary>
internal sealed record HandlerContext(INamedTypeSymbol Type, Compilation Compilation, RouteTemplate Route, IDiagnosticSink Sink)
{
    public bool CanSee(ISymbol symbol) => Compilation.IsSymbolAccessibleWithin(symbol, Type);
}
