using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.Analyzers;

/// <summary>Reports message types that no JsonSerializerContext covers (WSG0301): an error where nothing else is left, a warning where an app has contexts.</summary>
/// <remarks>
/// Analyzers see what the JSON generator has written, so a type counts as covered where it has metadata, as the members, items and derived
/// types of one that is listed do. A type that a handler's methods name is reported once in the assembly, one that is only sent once in each
/// class that sends it. What a type parameter stands for is known to the caller alone.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class JsonCoverageAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.Uncovered];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.Handler) is null)
            {
                return;
            }

            var isNeeded = HasNoReflection(start.Options.AnalyzerConfigOptionsProvider.GlobalOptions);
            var coverage = new JsonCoverage(start.Compilation, isNeeded);
            start.RegisterSymbolStartAction(symbol => AnalyzeType(symbol, coverage, isNeeded ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning), SymbolKind.NamedType);
        });
    }

    private static void AnalyzeType(SymbolStartAnalysisContext context, JsonCoverage coverage, DiagnosticSeverity severity)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        var sends = new ConcurrentBag<SendCall>();
        context.RegisterOperationAction(
            operation =>
            {
                if (SendCall.Find((IInvocationOperation)operation.Operation, operation.ContainingSymbol) is { } send)
                {
                    sends.Add(send);
                }
            },
            OperationKind.Invocation);
        context.RegisterSymbolEndAction(end =>
        {
            foreach (var gap in coverage.Signatures.Where(gap => SymbolEqualityComparer.Default.Equals(gap.Handler, type)).Concat(coverage.Sends(type, sends)))
            {
                end.ReportDiagnostic(gap.ToDiagnostic(end.Compilation, severity));
            }
        });
    }

    private static bool HasNoReflection(AnalyzerConfigOptions options) =>
        Is(options, "PublishAot", "true") || Is(options, "IsAotCompatible", "true") || Is(options, "JsonSerializerIsReflectionEnabledByDefault", "false");

    private static bool Is(AnalyzerConfigOptions options, string property, string value) =>
        options.TryGetValue("build_property." + property, out var set) && set.Equals(value, StringComparison.OrdinalIgnoreCase);
}
