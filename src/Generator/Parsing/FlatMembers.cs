using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>The names that a message's members have in JSON.</summary>
internal static class FlatMembers
{
    /// <summary>The members of a type and of its base classes that JSON has. What a derived class overrides or hides counts there.</summary>
    public static IEnumerable<(ISymbol Member, string Name)> Of(ITypeSymbol type, Func<string, string> policy)
    {
        var hidden = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in WithBases(type).SelectMany(static t => t.GetMembers()).Where(static member => IsData(member)))
        {
            if (hidden.Add(member.Name) && !IsIgnored(member))
            {
                yield return (member, GivenName(member) ?? policy(member.Name));
            }
        }
    }

    private static IEnumerable<ITypeSymbol> WithBases(ITypeSymbol type)
    {
        for (var t = type; t is { SpecialType: SpecialType.None }; t = t.BaseType)
        {
            yield return t;
        }

        foreach (var inherited in type.TypeKind == TypeKind.Interface ? type.AllInterfaces : [])
        {
            yield return inherited;
        }
    }

    private static bool IsData(ISymbol member)
    {
        var isIncluded = member.FindAttribute(KnownNames.JsonInclude) is not null;
        var isData = member is IPropertySymbol { IsIndexer: false } || (member is IFieldSymbol { IsImplicitlyDeclared: false } && isIncluded);
        return isData && !member.IsStatic && (member.DeclaredAccessibility == Accessibility.Public || isIncluded);
    }

    // Any condition but "always", which is the default and 1, carries it sometimes.
    private static bool IsIgnored(ISymbol member) =>
        member.FindAttribute(KnownNames.JsonIgnore) is { } ignore
        && ignore.NamedArguments.All(static argument => argument is not { Key: "Condition", Value.Value: not 1 });

    private static string? GivenName(ISymbol member) =>
        member.FindAttribute(KnownNames.JsonPropertyName)?.ConstructorArguments is [{ Value: string name }] ? name : null;
}
