using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.Analyzers;

/// <summary>Reports what the parser advises for a handler class. Its errors are the generator's to report.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlerAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.NoPurpose,
        Descriptors.UnboundVariable,
        Descriptors.OptionalVariable,
        Descriptors.SeveralTokens,
        Descriptors.EmptyName,
        Descriptors.OddName,
        Descriptors.EndpointAttribute,
        Descriptors.Subprotocol,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.Handler) is not null)
            {
                start.RegisterSymbolAction(AnalyzeType, SymbolKind.NamedType);
            }
        });
    }

    private static void AnalyzeType(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.FindAttribute(KnownNames.Handler) is { } attribute)
        {
            foreach (var advice in HandlerParser.Parse(type, attribute, context.Compilation, context.CancellationToken).Diagnostics.Where(static diagnostic => !diagnostic.IsError))
            {
                context.ReportDiagnostic(advice.ToDiagnostic());
            }
        }
    }
}
