using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.Analyzers;

/// <summary>Reports lifecycle attributes that nothing reads (WSG0004).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StrayMethodAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.StrayMethod];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.Handler) is not null)
            {
                var handlers = new AssemblyHandlers(start.Compilation);
                start.RegisterSymbolAction(symbol => AnalyzeMethod(symbol, handlers), SymbolKind.Method);
            }
        });
    }

    private static void AnalyzeMethod(SymbolAnalysisContext context, AssemblyHandlers handlers)
    {
        // The attribute of an overridden method is reported there, if at all.
        var method = (IMethodSymbol)context.Symbol;
        var type = method.ContainingType;
        if (method.OverriddenMethod is null
            && LifecycleMethods.Marks(method) is [var mark, ..]
            && !type.IsAbstract
            && type.FindAttribute(KnownNames.Handler) is null
            && !handlers.IsBase(type))
        {
            new ReportingSink(context).Report(Descriptors.StrayMethod, Place.Of(method), method.ToName(), LifecycleText.Attribute(mark.Lifecycle), type.ToShortText());
        }
    }
}
