using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.Analyzers;

/// <summary>Reports what the parser finds wrong with a handler class.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlerAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.NotPartial,
        Descriptors.NotMappable,
        Descriptors.NoPurpose,
        Descriptors.Construction,
        Descriptors.NoService,
        Descriptors.Section,
        Descriptors.OldLanguage,
        Descriptors.MalformedPath,
        Descriptors.UnknownVariable,
        Descriptors.NotParsable,
        Descriptors.UnboundVariable,
        Descriptors.OptionalVariable,
        Descriptors.SeveralOfOne,
        Descriptors.SameMessageName,
        Descriptors.SameMessageKind,
        Descriptors.SeveralPayloads,
        Descriptors.Unbindable,
        Descriptors.PayloadWithoutMessage,
        Descriptors.PassedByReference,
        Descriptors.Generic,
        Descriptors.AsyncVoid,
        Descriptors.ReturnType,
        Descriptors.ExceptionParameter,
        Descriptors.SameException,
        Descriptors.ExclusiveAttributes,
        Descriptors.SeveralTokens,
        Descriptors.Inaccessible,
        Descriptors.EmptyName,
        Descriptors.EndpointAttribute,
        Descriptors.JsonContext,
        Descriptors.PropertyNames,
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
            HandlerParser.Parse(HandlerParser.Context(type, attribute, context.Compilation, new ReportingSink(context)), attribute, context.CancellationToken);
        }
    }
}
