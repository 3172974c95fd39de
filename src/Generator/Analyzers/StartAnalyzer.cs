using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.Analyzers;

/// <summary>Asks whether an app maps its handlers (WSG0008), once (WSG0012), and adds the services for it (WSG0009).</summary>
/// <remarks>
/// Only of a program is all known: a library's handlers are mapped by others, and a program with libraries that know of WebSockets may
/// have it done there.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StartAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.NotMapped, Descriptors.NoServices, Descriptors.MappedTwice];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.Handler) is { } handler && IsWhole(start.Compilation, handler.ContainingAssembly))
            {
                var calls = new StartCalls();
                start.RegisterSymbolAction(symbol => calls.Add((INamedTypeSymbol)symbol.Symbol), SymbolKind.NamedType);
                start.RegisterOperationAction(operation => calls.Add((IInvocationOperation)operation.Operation), OperationKind.Invocation);
                start.RegisterOperationAction(operation => calls.Add((IMethodReferenceOperation)operation.Operation), OperationKind.MethodReference);
                start.RegisterCompilationEndAction(end =>
                {
                    calls.ReportMissing(end);
                    calls.ReportTwice(end);
                });
            }
        });
    }

    private static bool IsWhole(Compilation compilation, IAssemblySymbol library) =>
        compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication
        && !compilation.SourceModule.ReferencedAssemblySymbols.Any(assembly => Knows(assembly, library));

    private static bool Knows(IAssemblySymbol assembly, IAssemblySymbol library) =>
        !SymbolEqualityComparer.Default.Equals(assembly, library)
        && assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => reference.Name == library.Name));
}
