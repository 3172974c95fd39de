using System.Globalization;
using Microsoft.CodeAnalysis;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>The names under which types travel.</summary>
internal static class MessageNames
{
    /// <summary>The name of a type with [Message]; null if it has none.</summary>
    public static MessageName? Of(ITypeSymbol type)
    {
        var named = type.WithoutNullable();
        return named.FindAttribute(KnownNames.Message) is { } attribute ? Given(attribute) ?? new(ToCamelCase(named.Name)) : null;
    }

    /// <summary>The name that [Message] or [OnMessage] is given; null: none.</summary>
    public static MessageName? Given(AttributeData attribute) => attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Primitive, Value: { } name }]
        ? name switch
        {
            "" => null,
            string text => new(text),
            _ => MessageName.Of(Convert.ToInt64(name, CultureInfo.InvariantCulture)),
        }
        : null;

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
