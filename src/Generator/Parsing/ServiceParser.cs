using Microsoft.CodeAnalysis;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Decides how a parameter is taken from the services.</summary>
internal static class ServiceParser
{
    /// <summary>The service of a parameter. Null or a default value makes it optional.</summary>
    public static ServiceModel Parse(IParameterSymbol parameter, string? key) => new(
        Registered(parameter.Type),
        key,
        parameter.HasExplicitDefaultValue ? ConstantParser.Default(parameter) : parameter.Type.TakesNull() ? "null" : null)
    {
        IsProvider = key is null && parameter.Type.Is(KnownNames.ServiceProvider),
    };

    /// <summary>The service of a required member.</summary>
    public static ServiceModel Parse(ITypeSymbol type) =>
        new(Registered(type), Key: null, type.TakesNull() ? "null" : null) { IsProvider = type.Is(KnownNames.ServiceProvider) };

    private static TypeRef Registered(ITypeSymbol type) => type.ToRef() with { Name = type.WithoutNullable().ToCode() };
}
