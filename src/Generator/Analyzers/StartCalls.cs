using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.Analyzers;

/// <summary>The calls by which a program adds and maps its handlers, gathered while it is analyzed.</summary>
internal sealed class StartCalls
{
    private readonly ConcurrentBag<INamedTypeSymbol> _handlers = [];
    private readonly ConcurrentBag<Mapping> _mappings = [];
    private volatile bool _addsServices;

    public void Add(INamedTypeSymbol type)
    {
        if (type.FindAttribute(KnownNames.Handler) is not null && HandlerObstacle.Find(type) is null)
        {
            _handlers.Add(type);
        }
    }

    public void Add(IMethodReferenceOperation reference) => Add(reference.Method, reference.Syntax, app: null);

    public void Add(IInvocationOperation call)
    {
        // Options may give it another path, and a group another prefix.
        var isPlain = call.Arguments.Skip(1).All(static argument => argument.ArgumentKind == ArgumentKind.DefaultValue);
        var app = call.Arguments.FirstOrDefault()?.Value is IConversionOperation conversion ? conversion.Operand : call.Arguments.FirstOrDefault()?.Value;
        Add(call.TargetMethod, call.Syntax, !isPlain ? null : app switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        });
    }

    public void ReportMissing(CompilationAnalysisContext context)
    {
        // What a type parameter stands for is known to the caller alone.
        var mapsAll = _mappings.Any(static mapping => mapping.Handler is null or { TypeKind: TypeKind.TypeParameter });
        foreach (var handler in _handlers.Where(handler => !mapsAll && !_mappings.Any(mapping => mapping.Maps(handler))))
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.NotMapped, handler.Locations.FirstOrDefault(), handler.ToShortText()));
        }

        if (!_addsServices && InOrder(_mappings).FirstOrDefault() is { } first)
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.NoServices, first.Place));
        }
    }

    public void ReportTwice(CompilationAnalysisContext context)
    {
        foreach (var mappings in _mappings.Where(static mapping => mapping.App is not null).GroupBy(static mapping => mapping.App!, SymbolEqualityComparer.Default))
        {
            foreach (var handler in _handlers)
            {
                if (InOrder(mappings.Where(mapping => mapping.Maps(handler))).Skip(1).FirstOrDefault() is { } second)
                {
                    context.ReportDiagnostic(Diagnostic.Create(Descriptors.MappedTwice, second.Place, handler.ToShortText()));
                }
            }
        }
    }

    private static IEnumerable<Mapping> InOrder(IEnumerable<Mapping> mappings) => mappings
        .OrderBy(static mapping => mapping.Place.SourceTree?.FilePath, StringComparer.Ordinal)
        .ThenBy(static mapping => mapping.Place.SourceSpan.Start);

    private void Add(IMethodSymbol method, SyntaxNode syntax, ISymbol? app)
    {
        switch (method.Name)
        {
            case "AddWebSocketHandlers":
                _addsServices = true;
                break;
            case "MapWebSocketHandlers":
                _mappings.Add(new(app, null, syntax.GetLocation()));
                break;
            case "MapWebSocketHandler" when method.TypeArguments is [var handler]:
                _mappings.Add(new(app, handler, syntax.GetLocation()));
                break;
        }
    }

    /// <param name="App">What it is mapped to, where that is a variable; null: its path is not known.</param>
    /// <param name="Handler">Null: every handler of the assembly.</param>
    /// <param name="Place">The call.</param>
    private sealed record Mapping(ISymbol? App, ITypeSymbol? Handler, Location Place)
    {
        public bool Maps(INamedTypeSymbol handler) => Handler is null || SymbolEqualityComparer.Default.Equals(Handler, handler);
    }
}
