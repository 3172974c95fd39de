using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WebSockets.Generator.Diagnostics;

namespace WebSockets.Generator.Analyzers;

/// <summary>An analyzer's sink: what is wrong is reported in the user's code.</summary>
internal sealed class ReportingSink(SymbolAnalysisContext context) : IDiagnosticSink
{
    public void Report(DiagnosticDescriptor descriptor, Place place, params object[] arguments)
    {
        // A member of another assembly has no place here, though an editor knows its source; the handler has.
        var location = place.Find(context.CancellationToken) is { SourceTree: { } tree } found && context.Compilation.ContainsSyntaxTree(tree)
            ? found
            : context.Symbol.Locations.FirstOrDefault();
        context.ReportDiagnostic(Diagnostic.Create(descriptor, location, arguments));
    }
}
