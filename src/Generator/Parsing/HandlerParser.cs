using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>
/// Turns a handler class into the model of what is emitted for it. The generator asks it for the model, the analyzer for what it reports.
/// </summary>
internal static class HandlerParser
{
    public static HandlerContext Context(INamedTypeSymbol type, AttributeData attribute, Compilation compilation, IDiagnosticSink sink) =>
        new(type, attribute.AttributeClass!.ContainingAssembly, compilation, RouteTemplateParser.Parse(DefinitionParser.Path(attribute)), sink);

    /// <summary>Null: the class cannot have another part.</summary>
    public static HandlerModel? Parse(HandlerContext context, AttributeData attribute, CancellationToken token)
    {
        var route = context.Route;
        if (route.Error is not null)
        {
            // WSG0101. What can be told of the path is still emitted.
            context.Sink.Report(Descriptors.MalformedPath, Place.OfArgument(attribute, 0), route.Path, route.Error);
        }

        var declaration = DeclarationParser.Parse(context, token);
        var methods = LifecycleMethods.Find(context);
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
            Metadata = MetadataParser.Parse(context),
            Construction = construction,
            Url = UrlParser.Parse(context, methods),
            MessageTypes = HandlerMessagesParser.Parse(context, methods),
            Methods = parsed,
            ExperimentalIds = ExperimentalParser.Parse(context.Type, methods),
        };
    }
}
