using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.Analyzers;

/// <summary>Reports handlers that take each other's name (WSG0006) or path (WSG0102).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlerCollisionAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.SameName, Descriptors.SamePath];

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
                start.RegisterSymbolAction(symbol => AnalyzeType(symbol, handlers), SymbolKind.NamedType);
            }
        });
    }

    private static void AnalyzeType(SymbolAnalysisContext context, AssemblyHandlers handlers)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.FindAttribute(KnownNames.Handler) is not { } attribute || HandlerObstacle.Find(type) is not null)
        {
            return;
        }

        var sink = new ReportingSink(context);
        var before = handlers.All
            .TakeWhile(other => !SymbolEqualityComparer.Default.Equals(other, type))
            .Where(static other => HandlerObstacle.Find(other) is null)
            .Select(static other => (Type: other, Attribute: other.FindAttribute(KnownNames.Handler)!))
            .ToArray();

        // Keys of the configuration differ in more than case.
        var name = DefinitionParser.Name(type, attribute);
        var sameName = before.FirstOrDefault(other => string.Equals(DefinitionParser.Name(other.Type, other.Attribute), name, StringComparison.OrdinalIgnoreCase));
        if (sameName.Type is not null)
        {
            var place = DefinitionParser.Argument(attribute, "Name") is null ? Place.Of(type) : Place.OfArgument(attribute, 0, "Name");
            sink.Report(Descriptors.SameName, place, Text(sameName.Type), Text(type), name);
        }

        var path = DefinitionParser.Path(attribute);
        var shape = RouteShape.Of(path);
        var samePath = before.FirstOrDefault(other => shape is not null && RouteShape.Of(DefinitionParser.Path(other.Attribute)) == shape);
        if (samePath.Type is not null)
        {
            sink.Report(Descriptors.SamePath, Place.OfArgument(attribute, 0), Text(samePath.Type), Text(type), DefinitionParser.Path(samePath.Attribute), path);
        }
    }

    // Two of one name differ in their namespaces.
    private static string Text(INamedTypeSymbol type) => type.ToDisplayString();
}
