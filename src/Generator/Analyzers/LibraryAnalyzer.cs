using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.Analyzers;

/// <summary>Asks whether an app maps the handlers of the libraries that it references (WSG0014). A project of tests need not: what it tests does.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LibraryAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.LibraryNotMapped];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (!AssemblyParser.IsApp(start.Compilation) || IsTest(start.Options) || Libraries(start.Compilation) is not { Count: > 0 } libraries)
            {
                return;
            }

            var calls = new ConcurrentBag<(IMethodSymbol Method, Location Place)>();
            start.RegisterOperationAction(operation => calls.Add((((IInvocationOperation)operation.Operation).TargetMethod, operation.Operation.Syntax.GetLocation())), OperationKind.Invocation);
            start.RegisterOperationAction(operation => calls.Add((((IMethodReferenceOperation)operation.Operation).Method, operation.Operation.Syntax.GetLocation())), OperationKind.MethodReference);
            start.RegisterCompilationEndAction(end => Report(end, libraries, calls));
        });
    }

    private static void Report(CompilationAnalysisContext context, Dictionary<IAssemblySymbol, string> libraries, IReadOnlyCollection<(IMethodSymbol Method, Location Place)> calls)
    {
        var place = calls
            .Where(static call => call.Method.Name is "MapWebSocketHandlers" or "MapWebSocketHandler" or "AddWebSocketHandlers")
            .Select(static call => call.Place)
            .OrderBy(static place => place, SourceOrder.Instance)
            .FirstOrDefault() ?? EntryPoint(context);
        foreach (var library in libraries.Where(library => !calls.Any(call => Maps(call.Method, library.Key, library.Value))).OrderBy(static library => library.Key.Name, StringComparer.Ordinal))
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.LibraryNotMapped, place, library.Key.Name, library.Value));
        }
    }

    // All of them, or one that is chosen.
    private static bool Maps(IMethodSymbol method, IAssemblySymbol library, string name) =>
        method.Name == name && SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, library)
        || method is { Name: "MapWebSocketHandler", TypeArguments: [var handler] } && SymbolEqualityComparer.Default.Equals(handler.ContainingAssembly, library);

    private static Dictionary<IAssemblySymbol, string> Libraries(Compilation compilation)
    {
        var libraries = new Dictionary<IAssemblySymbol, string>(SymbolEqualityComparer.Default);
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            if (assembly.FindAttribute(KnownNames.HandlerLibrary)?.ConstructorArguments is [{ Value: string method }])
            {
                libraries[assembly] = method;
            }
        }

        return libraries;
    }

    private static bool IsTest(AnalyzerOptions options) =>
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.IsTestProject", out var value) && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    // Its first line: that of top-level statements is all of them.
    private static Location? EntryPoint(CompilationAnalysisContext context) =>
        context.Compilation.GetEntryPoint(context.CancellationToken)?.Locations.FirstOrDefault() is { SourceTree: { } tree } location
            ? Location.Create(tree, tree.GetText(context.CancellationToken).Lines.GetLineFromPosition(location.SourceSpan.Start).Span is var line && line.Contains(location.SourceSpan) ? location.SourceSpan : line)
            : null;
}
