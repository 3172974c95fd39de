using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.Analyzers;

/// <summary>Reports types with [Message] that are on no way in or out (WSG0307).</summary>
/// <remarks>
/// A message that is made counts as sent, wherever that is: what becomes of it cannot be followed. An assembly without a handler
/// has its messages for others.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnusedMessageAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.UnusedMessage];

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

            var usage = new Usage();
            start.RegisterSymbolAction(symbol => usage.Add((INamedTypeSymbol)symbol.Symbol), SymbolKind.NamedType);
            start.RegisterSymbolAction(symbol => usage.Add((IMethodSymbol)symbol.Symbol), SymbolKind.Method);
            start.RegisterOperationAction(
                operation => usage.Add(operation.Operation),
                OperationKind.ObjectCreation, OperationKind.Invocation, OperationKind.With, OperationKind.DefaultValue);
            start.RegisterCompilationEndAction(usage.Report);
        });
    }

    private sealed class Usage
    {
        private readonly ConcurrentBag<INamedTypeSymbol> _messages = [];
        private readonly ConcurrentDictionary<ITypeSymbol, bool> _used = new(SymbolEqualityComparer.Default);
        private volatile bool _hasHandler;

        public void Add(INamedTypeSymbol type)
        {
            _hasHandler |= type.FindAttribute(KnownNames.Handler) is not null;
            if (type.FindAttribute(KnownNames.Message) is not null)
            {
                _messages.Add(type);
            }

            // What a generic base class or interface is made with is used by that; but a record is comparable with itself.
            var arguments = type.AllInterfaces.Append(type.BaseType).SelectMany(static generic => generic?.TypeArguments ?? []);
            foreach (var argument in arguments.Where(argument => !SymbolEqualityComparer.Default.Equals(argument, type)))
            {
                Use(argument);
            }

            // One that stands for its base is read in its place.
            foreach (var attribute in type.GetAttributes())
            {
                if (attribute.AttributeClass?.Is(KnownNames.JsonDerivedType) == true
                    && attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Type, Value: ITypeSymbol derived }, ..])
                {
                    Use(derived);
                }
            }
        }

        public void Add(IMethodSymbol method)
        {
            if (LifecycleMethods.Marks(method).Length > 0)
            {
                Use(method.ReturnType);
                foreach (var parameter in method.Parameters)
                {
                    Use(parameter.Type);
                }
            }
        }

        public void Add(IOperation operation)
        {
            if (operation is not IInvocationOperation call)
            {
                Use(operation.Type);
                return;
            }

            foreach (var argument in call.TargetMethod.TypeArguments)
            {
                Use(argument);
            }
        }

        public void Report(CompilationAnalysisContext context)
        {
            foreach (var message in _messages.Where(message => _hasHandler && !_used.ContainsKey(message)))
            {
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.UnusedMessage, message.Locations.FirstOrDefault(), message.ToShortText()));
            }
        }

        // What a collection or a task holds is used as well.
        private void Use(ITypeSymbol? type)
        {
            switch (type)
            {
                case IArrayTypeSymbol array:
                    Use(array.ElementType);
                    break;
                case INamedTypeSymbol named when _used.TryAdd(named.OriginalDefinition, true) || named.IsGenericType:
                    foreach (var argument in named.TypeArguments)
                    {
                        Use(argument);
                    }

                    break;
            }
        }
    }
}
