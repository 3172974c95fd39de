using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.Analyzers;

/// <summary>Reports lifecycle attributes that nothing reads (WSG0004), or that stand where nothing could be called (WSG0217).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StrayMethodAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.StrayMethod, Descriptors.Uncalled];

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
                var mapped = new Lazy<HashSet<string>>(() => MappedNames.Find(start.Compilation));
                start.RegisterSymbolAction(symbol => AnalyzeType(symbol, handlers, mapped), SymbolKind.NamedType);
                start.RegisterOperationAction(static operation => AnalyzeFunction(operation, ((ILocalFunctionOperation)operation.Operation).Symbol), OperationKind.LocalFunction);
                start.RegisterOperationAction(static operation => AnalyzeFunction(operation, ((IAnonymousFunctionOperation)operation.Operation).Symbol), OperationKind.AnonymousFunction);
            }
        });
    }

    private static void AnalyzeType(SymbolAnalysisContext context, AssemblyHandlers handlers, Lazy<HashSet<string>> mapped)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind == TypeKind.Interface && type.FindAttribute(KnownNames.Handler) is not null)
        {
            return; // WSG0002
        }

        var sink = new ReportingSink(context);
        var isServed = type.IsAbstract || type.FindAttribute(KnownNames.Handler) is not null || handlers.IsBase(type);
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            // The attribute of an overridden method is reported there, if at all.
            if (method.OverriddenMethod is not null || LifecycleMethods.Marks(method) is not [var mark, ..])
            {
                continue;
            }

            if (UncalledMethod.Find(method) is var (what, remedy))
            {
                sink.Report(Descriptors.Uncalled, Place.Of(method), method.ToName(), LifecycleText.Attribute(mark.Lifecycle), what, remedy);
            }
            else if (!isServed && !mapped.Value.Contains(type.Name))
            {
                // One is enough to know what the class is meant to be; where it is mapped all the same, WSG0011 is that one.
                sink.Report(Descriptors.StrayMethod, Place.Of(method), method.ToName(), LifecycleText.Attribute(mark.Lifecycle), type.ToShortText());
                isServed = true;
            }
        }
    }

    private static void AnalyzeFunction(OperationAnalysisContext context, IMethodSymbol function)
    {
        if (LifecycleMethods.Marks(function) is [var mark, ..] && UncalledMethod.Find(function) is var (what, remedy))
        {
            var place = mark.Attribute.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken).GetLocation();
            var name = function.Name.Length > 0 ? function.Name : "lambda";
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.Uncalled, place, name, LifecycleText.Attribute(mark.Lifecycle), what, remedy));
        }
    }
}
