using Microsoft.CodeAnalysis;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>What a parameter's attributes say of where its value comes from. All others are none of the binder's business.</summary>
/// <param name="Source">A part of the request.</param>
/// <param name="Key">The name there, if the attribute gives one.</param>
/// <param name="Attribute">The attribute that says so.</param>
/// <param name="IsService">The services.</param>
/// <param name="ServiceKey">The key of a keyed service, as an expression.</param>
internal sealed record ParameterAttributes(BoundSource? Source, string? Key, AttributeData? Attribute, bool IsService, string? ServiceKey)
{
    private static readonly ParameterAttributes None = new(null, null, null, false, null);

    public static ParameterAttributes Read(IParameterSymbol parameter)
    {
        foreach (var attribute in parameter.GetAttributes())
        {
            if (attribute.AttributeClass is not { } type)
            {
                continue;
            }

            if (SourceOf(type) is { } source)
            {
                return new(source, NameOf(attribute), attribute, false, null);
            }

            if (type.DerivesFrom(KnownNames.FromKeyedServices))
            {
                var key = attribute.ConstructorArguments is [var argument, ..] ? ConstantParser.ToCode(argument) : null;
                return new(null, null, attribute, true, key ?? "null");
            }

            if (type.Implements(KnownNames.FromServices))
            {
                return new(null, null, attribute, true, null);
            }
        }

        return None;
    }

    private static BoundSource? SourceOf(INamedTypeSymbol attribute) =>
        attribute.Implements(KnownNames.FromRoute) ? BoundSource.Route
        : attribute.Implements(KnownNames.FromQuery) ? BoundSource.Query
        : attribute.Implements(KnownNames.FromHeader) ? BoundSource.Header
        : null;

    private static string? NameOf(AttributeData attribute) =>
        attribute.NamedArguments.FirstOrDefault(static argument => argument.Key == "Name").Value is { Kind: TypedConstantKind.Primitive, Value: string { Length: > 0 } name }
            ? name
            : null;
}
