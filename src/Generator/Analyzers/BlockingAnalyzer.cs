using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.Analyzers;

/// <summary>Reports calls in lifecycle methods that block a thread (WSG0215).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.Blocking];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.Handler) is not null)
            {
                start.RegisterOperationAction(Analyze, OperationKind.Invocation, OperationKind.PropertyReference);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        // The symbol of a lambda or a local function is the method around it.
        if (BlockingCall.Find(context.Operation) is { } call
            && context.ContainingSymbol is IMethodSymbol method
            && LifecycleMethods.Marks(method).Length > 0
            && !call.IsOnCompleted(context.Operation))
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.Blocking, context.Operation.Syntax.GetLocation(), call.Name, method.ToName(), call.Remedy));
        }
    }
}
