using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Reads a type with [Message] for the assembly's registration.</summary>
internal static class MessageTypeParser
{
    /// <summary>Null: the type has no name that the registration could write.</summary>
    public static MessageTypeModel? Parse(INamedTypeSymbol type) =>
        !HandlerMessagesParser.IsGeneric(type)
        && HandlerMessagesParser.IsVisibleToAssembly(type)
        && type.IsSpeakable()
        && !UncalledMethod.IsForbidden(type)
        && type.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp9 }
            ? MessageNames.ToModel(type)
            : null;
}
