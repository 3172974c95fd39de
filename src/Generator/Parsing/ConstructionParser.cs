using Microsoft.CodeAnalysis;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Chooses the constructor that makes a handler's instances.</summary>
internal static class ConstructionParser
{
    /// <summary>Null: there is none that can be called (WSG0005), or none that can be chosen.</summary>
    public static ConstructionModel? Parse(INamedTypeSymbol type)
    {
        if (type.IsAbstract || Choose(type) is not { } constructor || !constructor.Parameters.All(IsService))
        {
            return null;
        }

        var members = constructor.FindAttribute(KnownNames.SetsRequiredMembers) is null ? RequiredMembers(type) : [];
        return new(
            constructor.Parameters.Select(static parameter => ServiceParser.Parse(parameter, ParameterAttributes.Read(parameter).ServiceKey)).ToEquatableArray(),
            members.ToEquatableArray());
    }

    private static IMethodSymbol? Choose(INamedTypeSymbol type)
    {
        var constructors = type.InstanceConstructors.Where(constructor => !IsCopy(constructor, type)).ToArray();
        var marked = constructors.Where(static constructor => constructor.FindAttribute(KnownNames.ActivatorConstructor) is not null).ToArray();
        var open = constructors.Where(static constructor => constructor.DeclaredAccessibility == Accessibility.Public).ToArray();
        return marked is [var chosen] ? chosen
            : marked.Length > 0 ? null
            : open is [var single] ? single
            : open.Length == 0 && constructors is [var hidden] ? hidden
            : null;
    }

    private static bool IsCopy(IMethodSymbol constructor, INamedTypeSymbol type) =>
        type.IsRecord && constructor.Parameters is [var only] && SymbolEqualityComparer.Default.Equals(only.Type, type);

    private static bool IsService(IParameterSymbol parameter) =>
        parameter.RefKind is RefKind.None or RefKind.In && parameter.Type.IsSpeakable();

    private static IEnumerable<RequiredMemberModel> RequiredMembers(INamedTypeSymbol type)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var t = type; t is not null; t = t.BaseType)
        {
            foreach (var member in t.GetMembers())
            {
                var service = member switch
                {
                    IPropertySymbol { IsRequired: true } property => ServiceParser.Parse(property.Type),
                    IFieldSymbol { IsRequired: true } field => ServiceParser.Parse(field.Type),
                    _ => null,
                };
                if (service is not null && names.Add(member.Name))
                {
                    yield return new(member.Name, service);
                }
            }
        }
    }
}
