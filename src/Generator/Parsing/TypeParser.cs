using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Reads one declaration that has attributes. Of a type in several parts, the one with the attribute counts.</summary>
internal static class TypeParser
{
    /// <summary>Null: nothing is emitted for it.</summary>
    public static TypeModel? Parse(TypeDeclarationSyntax syntax, SemanticModel model, CancellationToken token)
    {
        if (model.GetDeclaredSymbol(syntax, token) is not { } type)
        {
            return null;
        }

        // Of an attribute on two parts, which is an error of its own, the first counts.
        var message = type.FindAttribute(KnownNames.Message) is { } names && IsOn(syntax, names) ? MessageTypeParser.Parse(type) : null;
        if (type.FindAttribute(KnownNames.Handler) is not { } attribute || !IsOn(syntax, attribute))
        {
            return message is null ? null : new(Handler: null, StandIn: null, message);
        }

        var context = HandlerParser.Context(type, attribute, model.Compilation, SilentSink.Instance);
        var handler = HandlerParser.Parse(context, attribute, token);
        return new(handler, handler is null ? StandInParser.Parse(context, syntax.SyntaxTree.Options) : null, message);
    }

    private static bool IsOn(TypeDeclarationSyntax syntax, AttributeData attribute) =>
        attribute.ApplicationSyntaxReference is { } place && place.SyntaxTree == syntax.SyntaxTree && syntax.AttributeLists.Span.Contains(place.Span);
}
