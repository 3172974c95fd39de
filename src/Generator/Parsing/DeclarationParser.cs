using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Reads what kind of type a handler is, and where it stands.</summary>
internal static class DeclarationParser
{
    /// <summary>Null: no part of it can be emitted.</summary>
    public static DeclarationModel? Parse(HandlerContext context, CancellationToken token)
    {
        var type = context.Type;
        var isPartial = IsPartial(context, token);
        var isNewEnough = IsNewEnough(context);
        var obstacle = HandlerObstacle.Find(type);
        if (obstacle is not null)
        {
            context.Sink.Report(Descriptors.NotMappable, Place.Of(type), type.ToShortText(), obstacle.What, obstacle.Remedy);
        }

        // A part of its own would be one more error (WSG0001, WSG0002, WSG0013).
        if (!isPartial || obstacle is { HasPart: false } || !isNewEnough)
        {
            return null;
        }

        return new()
        {
            MetadataName = MetadataName(type),
            FullName = type.ToCode(),
            Namespace = type.ContainingNamespace.IsGlobalNamespace ? null : Namespace(type.ContainingNamespace, CSharpIdentifier.Escape),
            Types = WithContainers(type).Select(Part).ToEquatableArray(),
            NestedName = NestedName(type),
            IsMapped = obstacle is null,
        };
    }

    private static bool IsPartial(HandlerContext context, CancellationToken token)
    {
        var isPartial = true;
        foreach (var type in WithContainers(context.Type))
        {
            foreach (var part in type.DeclaringSyntaxReferences)
            {
                if (part.GetSyntax(token) is BaseTypeDeclarationSyntax syntax && !syntax.Modifiers.Any(SyntaxKind.PartialKeyword))
                {
                    isPartial = false;
                    context.Sink.Report(Descriptors.NotPartial, Place.OfPart(part), type.ToShortText(), context.Type.ToShortText());
                }
            }
        }

        return isPartial;
    }

    private static bool IsNewEnough(HandlerContext context)
    {
        var options = context.Type.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.Options as CSharpParseOptions;
        if (options is not { LanguageVersion: < LanguageVersion.CSharp13 })
        {
            return true;
        }

        context.Sink.Report(Descriptors.OldLanguage, Place.Of(context.Type), context.Type.ToShortText(), options.LanguageVersion.ToDisplayString());
        return false;
    }

    private static IEnumerable<INamedTypeSymbol> WithContainers(INamedTypeSymbol type) =>
        type.ContainingType is { } container ? WithContainers(container).Append(type) : [type];

    private static string Part(INamedTypeSymbol type)
    {
        var keyword = type switch
        {
            { IsRecord: true, IsValueType: true } => "record struct",
            { IsRecord: true } => "record",
            { TypeKind: TypeKind.Interface } => "interface",
            { IsValueType: true } => "struct",
            _ => "class",
        };
        return $"partial {keyword} {CSharpIdentifier.Escape(type.Name)}";
    }

    private static string Namespace(INamespaceSymbol space, Func<string, string> write) =>
        (space.ContainingNamespace is { IsGlobalNamespace: false } outer ? Namespace(outer, write) + "." : "") + write(space.Name);

    public static string MetadataName(INamedTypeSymbol type) => type switch
    {
        { ContainingType: { } container } => MetadataName(container) + "+" + type.MetadataName,
        { ContainingNamespace.IsGlobalNamespace: true } => type.MetadataName,
        _ => Namespace(type.ContainingNamespace, static name => name) + "." + type.MetadataName,
    };

    private static string NestedName(INamedTypeSymbol type)
    {
        var name = "__WebSocket";
        while (type.Name == name || !type.GetMembers(name).IsEmpty)
        {
            name += "_";
        }

        return name;
    }
}
