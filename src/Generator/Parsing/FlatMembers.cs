using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>The names that a message's members have in JSON.</summary>
internal static class FlatMembers
{
    // JsonSerializerDefaults.Web, and JsonKnownNamingPolicy.CamelCase.
    private const int Web = 1;
    private const int CamelCase = 1;

    /// <summary>The members of a type and of its base classes that JSON has.</summary>
    public static IEnumerable<(ISymbol Member, string Name)> Of(ITypeSymbol type, Func<string, string> policy)
    {
        for (var t = type; t is { SpecialType: SpecialType.None }; t = t.BaseType)
        {
            foreach (var member in t.GetMembers().Where(IsCarried))
            {
                yield return (member, GivenName(member) ?? policy(member.Name));
            }
        }
    }

    /// <summary>
    /// How the JSON options of a handler name what has no name of its own: as the app's do, which are camelCase unless it says otherwise,
    /// or as those of its context do.
    /// </summary>
    public static Func<string, string> Policy(AttributeData handler)
    {
        if (DefinitionParser.JsonContext(handler) is not { } context)
        {
            return MessageNames.ToCamelCase;
        }

        var options = context.FindAttribute(KnownNames.JsonOptions);
        var isWeb = options?.ConstructorArguments is [{ Value: Web }];
        var isCamelCase = options?.NamedArguments.Any(static argument => argument is { Key: "PropertyNamingPolicy", Value.Value: CamelCase }) == true;
        return isWeb || isCamelCase ? MessageNames.ToCamelCase : static name => name;
    }

    private static bool IsCarried(ISymbol member)
    {
        var isIncluded = member.FindAttribute(KnownNames.JsonInclude) is not null;
        var isData = member is IPropertySymbol { IsIndexer: false } || (member is IFieldSymbol { IsImplicitlyDeclared: false } && isIncluded);
        return isData
            && !member.IsStatic
            && (member.DeclaredAccessibility == Accessibility.Public || isIncluded)
            && !IsIgnored(member);
    }

    // Any condition but "always", which is the default and 1, carries it sometimes.
    private static bool IsIgnored(ISymbol member) =>
        member.FindAttribute(KnownNames.JsonIgnore) is { } ignore
        && ignore.NamedArguments.All(static argument => argument is not { Key: "Condition", Value.Value: not 1 });

    private static string? GivenName(ISymbol member) =>
        member.FindAttribute(KnownNames.JsonPropertyName)?.ConstructorArguments is [{ Value: string name }] ? name : null;
}
