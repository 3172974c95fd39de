using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Turns a handler class into the model of what is emitted for it, and into diagnostics, in one pass.</summary>
internal static class HandlerParser
{
    /// <summary>Parses the declaration that has the attribute. Of an attribute on two parts, which is an error of the compiler's, the first counts.</summary>
    public static ParsedHandler Parse(GeneratorAttributeSyntaxContext syntax, CancellationToken token)
    {
        var type = (INamedTypeSymbol)syntax.TargetSymbol;
        return type.FindAttribute(KnownNames.Handler) is { } attribute && IsOn((TypeDeclarationSyntax)syntax.TargetNode, attribute)
            ? Parse(type, attribute, syntax.SemanticModel.Compilation, token)
            : ParsedHandler.None;
    }

    public static ParsedHandler Parse(INamedTypeSymbol type, AttributeData attribute, Compilation compilation, CancellationToken token)
    {
        var diagnostics = new DiagnosticList(type, compilation, token);
        var model = Parse(Context(type, attribute, compilation, diagnostics), attribute, token);
        return new(model, diagnostics.ToArray());
    }

    public static HandlerContext Context(INamedTypeSymbol type, AttributeData attribute, Compilation compilation, IDiagnosticSink sink) =>
        new(type, compilation, RouteTemplateParser.Parse(DefinitionParser.Path(attribute)), sink);

    private static HandlerModel? Parse(HandlerContext context, AttributeData attribute, CancellationToken token)
    {
        var route = context.Route;
        if (route.Error is not null)
        {
            // WSG0101. What is known of the path is still emitted.
            context.Sink.Report(Descriptors.MalformedPath, Place.OfArgument(attribute, 0), route.Path, route.Error);
        }

        var declaration = DeclarationParser.Parse(context, token);
        var methods = LifecycleMethods.Find(context);
        UncalledFunctions.Check(context, token);
        UnseenType.CheckBases(context);
        token.ThrowIfCancellationRequested();
        var parsed = new MethodsParser(context, methods).Parse();
        var construction = ConstructionParser.Parse(context);
        var definition = DefinitionParser.Parse(context, attribute);
        SectionCheck.Check(context, attribute);
        ProtocolCheck.Check(context, attribute);
        HandlerPurpose.Check(context);
        RouteUse.Check(context, attribute, methods, parsed);
        token.ThrowIfCancellationRequested();
        return declaration is null ? null : new()
        {
            Declaration = declaration,
            Definition = definition,
            Construction = construction,
            Methods = parsed,
        };
    }

    private static bool IsOn(TypeDeclarationSyntax syntax, AttributeData attribute) =>
        attribute.ApplicationSyntaxReference is { } place && place.SyntaxTree == syntax.SyntaxTree && syntax.AttributeLists.Span.Contains(place.Span);
}
