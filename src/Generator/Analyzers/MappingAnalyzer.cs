using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Emitting;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.Analyzers;

/// <summary>Reports the mapping of a class that is no handler (WSG0011), where the call compiles thanks to a stand-in.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MappingAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.NoHandler];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.Assembly.GetTypeByMetadataName(StandInsSource.TypeName) is not null)
            {
                start.RegisterOperationAction(AnalyzeCall, OperationKind.Invocation);
            }
        });
    }

    private static void AnalyzeCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod is { TypeArguments: [var handler] } method
            && method.ContainingType.Is(StandInsSource.TypeName)
            && handler.FindAttribute(KnownNames.Handler) is null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.NoHandler, Place(call.Syntax), handler.ToShortText()));
        }
    }

    // The type argument, which is the class to mark.
    private static Location Place(SyntaxNode call) =>
        (call.DescendantNodes().OfType<GenericNameSyntax>().Select(MappedNames.Argument).FirstOrDefault(static argument => argument is not null) ?? call).GetLocation();
}
