using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Turns a method with [WebSocketUrl] into the model of its body, and into diagnostics, in one pass.</summary>
internal static class UrlParser
{
    public static ParsedUrl Parse(GeneratorAttributeSyntaxContext syntax, CancellationToken token)
    {
        // On anything else it is an error of the compiler's.
        if (syntax.TargetSymbol is not IMethodSymbol method)
        {
            return new(null, []);
        }

        var compilation = syntax.SemanticModel.Compilation;
        var diagnostics = new DiagnosticList(method, compilation, token);
        return new(Parse(method, syntax.TargetNode as MethodDeclarationSyntax, compilation, diagnostics, token), diagnostics.ToArray());
    }

    private static UrlModel? Parse(IMethodSymbol method, MethodDeclarationSyntax? syntax, Compilation compilation, IDiagnosticSink sink, CancellationToken token)
    {
        if (UrlObstacle.Find(method) is var (what, remedy))
        {
            sink.Report(Descriptors.UrlShape, Place.Of(method), method.ToName(), what, remedy);
            return null;
        }

        // What is wrong with the class is reported with the class.
        var attribute = method.ContainingType.FindAttribute(KnownNames.Handler)!;
        var context = HandlerParser.Context(method.ContainingType, attribute, compilation, SilentSink.Instance);
        if (syntax is null || DeclarationParser.Parse(context, token) is not { } declaration)
        {
            return null;
        }

        var request = method.Parameters.First(UrlObstacle.IsRequest);
        return new()
        {
            Declaration = declaration,
            Signature = Signature(method, syntax),
            Http = CSharpIdentifier.Escape(request.Name) + (request.Type.Is(KnownNames.HttpRequest) ? ".HttpContext" : ""),
            Values = new UrlParameters(context with { Sink = sink }, method).Parse(),
        };
    }

    private static string Signature(IMethodSymbol method, MethodDeclarationSyntax syntax)
    {
        var modifiers = string.Join(" ", syntax.Modifiers.Select(static modifier => modifier.Text));
        var parameters = method.Parameters.Select(static parameter => $"{parameter.Type.ToRef().Annotated} {CSharpIdentifier.Escape(parameter.Name)}");
        return $"{modifiers} {method.ReturnType.ToRef().Annotated} {CSharpIdentifier.Escape(method.Name)}({string.Join(", ", parameters)})";
    }
}
