using Microsoft.CodeAnalysis;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>The names under which types travel.</summary>
internal static class MessageNames
{
    /// <summary>The name of a type with [Message]; null if it has none.</summary>
    public static string? Of(ITypeSymbol type)
    {
        var named = type.WithoutNullable() as INamedTypeSymbol;
        return named?.FindAttribute(KnownNames.Message) is { } attribute ? Of(named, attribute) : null;
    }

    /// <summary>The name that the attribute gives to the type.</summary>
    public static string Of(INamedTypeSymbol type, AttributeData attribute) =>
        attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive, Value: string { Length: > 0 } name } ? name : ToCamelCase(type.Name);

    public static MessageTypeModel ToModel(INamedTypeSymbol type) => new(type.ToCode(), Of(type)!);

    /// <summary>
    /// As System.Text.Json does it: a leading run of capitals becomes small, but for the last of them if a small letter follows.
    /// </summary>
    public static string ToCamelCase(string name)
    {
        var letters = name.ToCharArray();
        for (var i = 0; i < letters.Length && char.IsUpper(letters[i]); i++)
        {
            var startsWord = i > 0 && i + 1 < letters.Length && !char.IsUpper(letters[i + 1]);
            if (startsWord)
            {
                break;
            }

            letters[i] = char.ToLowerInvariant(letters[i]);
        }

        return new(letters);
    }
}
