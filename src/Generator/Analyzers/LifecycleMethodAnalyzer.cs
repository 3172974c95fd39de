using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.Analyzers;

/// <summary>Reports lifecycle attributes outside of handlers, where nothing reads them (WSG0004). Those of handlers are the generator's to report.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LifecycleMethodAnalyzer : DiagnosticAnalyzer
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
                start.RegisterSymbolAction(symbol => AnalyzeType(symbol, handlers), SymbolKind.NamedType);
                start.RegisterOperationAction(operation => AnalyzeFunction(operation, ((ILocalFunctionOperation)operation.Operation).Symbol, handlers), OperationKind.LocalFunction);
                start.RegisterOperationAction(operation => AnalyzeFunction(operation, ((IAnonymousFunctionOperation)operation.Operation).Symbol, handlers), OperationKind.AnonymousFunction);
            }
        });
    }

    private static void AnalyzeType(SymbolAnalysisContext context, AssemblyHandlers handlers)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (IsServed(type, handlers) || type is { TypeKind: TypeKind.Class, IsAbstract: true })
        {
            return;
        }

        // The attribute of an overridden method is reported there, if at all. One is enough to know what the class is meant to be.
        var marked = type.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(static method => method.OverriddenMethod is null && LifecycleMethods.Marks(method).Length > 0);
        if (marked is not null)
        {
            new ReportingSink(context).Report(Descriptors.StrayMethod, Place.Of(marked), marked.ToName(), LifecycleText.Attribute(LifecycleMethods.Marks(marked)[0].Lifecycle), type.ToShortText());
        }
    }

    private static void AnalyzeFunction(OperationAnalysisContext context, IMethodSymbol function, AssemblyHandlers handlers)
    {
        if (LifecycleMethods.Marks(function) is [var mark, ..] && !IsServed(function.ContainingType, handlers))
        {
            var place = mark.Attribute.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken).GetLocation();
            var name = function.Name.Length > 0 ? function.Name : "lambda";
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.StrayMethod, place, name, LifecycleText.Attribute(mark.Lifecycle), function.ContainingType.ToShortText()));
        }
    }

    private static bool IsServed(INamedTypeSymbol type, AssemblyHandlers handlers) => type.FindAttribute(KnownNames.Handler) is not null || handlers.IsBase(type);
}
