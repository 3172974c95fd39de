using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Reads what other code may ask of a handler that has no generated part (WSG0001, WSG0002).</summary>
internal static class StandInParser
{
    public static StandInModel Parse(HandlerContext context, ParseOptions? options)
    {
        // A static member can be given to a class from outside since C# 14.
        var canBeExtended = options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp14 }
            && context.Type is { IsStatic: false, TypeKind: TypeKind.Class }
            && !HandlerMessagesParser.IsGeneric(context.Type)
            && HandlerMessagesParser.IsVisibleToAssembly(context.Type);
        return canBeExtended
            ? new(context.Type.ToCode(), UrlParser.Parse(context, LifecycleMethods.Find(context)))
            : new(null, null);
    }
}
