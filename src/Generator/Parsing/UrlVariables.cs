using Microsoft.CodeAnalysis;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>The variables of a path, as a handler's methods take them.</summary>
internal static class UrlVariables
{
    /// <summary>The parameters that take a variable. Whether their method is valid does not matter: that is reported there.</summary>
    public static IEnumerable<IParameterSymbol> Takers(IEnumerable<LifecycleMethod> methods, RouteVariable variable) =>
        from method in methods
        from parameter in method.Symbol.Parameters
        let attributes = ParameterAttributes.Read(parameter)
        where attributes.Source is null or BoundSource.Route && !attributes.IsService
        where string.Equals(attributes.Key ?? parameter.Name, variable.Name, StringComparison.OrdinalIgnoreCase)
        where BoundValueParser.IsSingle(parameter.Type)
        select parameter;

    /// <summary>The taker whose type an address cannot have; null: any value of that type is read by all of them. Each text is read as a string.</summary>
    public static IParameterSymbol? Unfit(IReadOnlyList<IParameterSymbol> takers, ITypeSymbol type) =>
        takers.FirstOrDefault(taker => !IsSame(taker.Type, type) && (taker.Type.SpecialType != SpecialType.System_String || !takers.Any(other => IsSame(other.Type, type))));

    /// <summary>The type that a new parameter of the variable has.</summary>
    public static ITypeSymbol Type(IEnumerable<LifecycleMethod> methods, RouteVariable variable, Compilation compilation)
    {
        var types = Takers(methods, variable).Select(static taker => taker.Type.WithoutNullable().WithNullableAnnotation(NullableAnnotation.NotAnnotated)).ToArray();
        return types.FirstOrDefault(static type => type.SpecialType != SpecialType.System_String)
            ?? types.FirstOrDefault()
            ?? variable.Constraints.Select(constraint => OfConstraint(constraint, compilation)).FirstOrDefault(static type => type is not null)
            ?? compilation.GetSpecialType(SpecialType.System_String);
    }

    private static bool IsSame(ITypeSymbol one, ITypeSymbol other) => SymbolEqualityComparer.Default.Equals(one.WithoutNullable(), other.WithoutNullable());

    private static ITypeSymbol? OfConstraint(string constraint, Compilation compilation) => constraint.ToLowerInvariant() switch
    {
        "int" => compilation.GetSpecialType(SpecialType.System_Int32),
        "long" => compilation.GetSpecialType(SpecialType.System_Int64),
        "bool" => compilation.GetSpecialType(SpecialType.System_Boolean),
        "decimal" => compilation.GetSpecialType(SpecialType.System_Decimal),
        "double" => compilation.GetSpecialType(SpecialType.System_Double),
        "float" => compilation.GetSpecialType(SpecialType.System_Single),
        "datetime" => compilation.GetSpecialType(SpecialType.System_DateTime),
        "guid" => compilation.GetTypeByMetadataName("System.Guid"),
        _ => null,
    };
}
