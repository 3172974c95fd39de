using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WebSockets.Generator.Diagnostics;

namespace WebSockets.Generator.Analyzers;

/// <summary>An analyzer's sink: what is wrong is reported in the user's code.</summary>
internal sealed class ReportingSink(SymbolAnalysisContext context) : IDiagnosticSink
{
    public void Report(DiagnosticDescriptor descriptor, Place place, params object[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(descriptor, place.FindIn(context.Compilation, context.Symbol, context.CancellationToken), arguments));
}
