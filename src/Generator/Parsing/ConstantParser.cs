using System.Globalization;
using Microsoft.CodeAnalysis;
using WebSockets.Generator.Infrastructure;

namespace WebSockets.Generator.Parsing;

/// <summary>Constants of the user's code as expressions.</summary>
internal static class ConstantParser
{
    /// <summary>An attribute's argument; null: it cannot be written.</summary>
    public static string? ToCode(TypedConstant constant) => constant switch
    {
        { Kind: TypedConstantKind.Error } => null,
        { IsNull: true } => "null",
        { Kind: TypedConstantKind.Array } => Array(constant),
        { Kind: TypedConstantKind.Type, Value: ITypeSymbol type } => type.TypeKind == TypeKind.Error ? null : $"typeof({type.ToCode()})",
        { Kind: TypedConstantKind.Enum, Type: { } type, Value: { } value } => Enum(type, value),
        { Value: { } value } => CSharpLiteral.Primitive(value),
        _ => null,
    };

    /// <summary>A parameter's default value. Of a date, which [DateTimeConstant] gives, there is no literal.</summary>
    public static string Default(IParameterSymbol parameter)
    {
        var type = parameter.Type.WithoutNullable();
        return parameter.ExplicitDefaultValue switch
        {
            null => parameter.Type.IsValueType && !parameter.Type.TakesNull() ? "default" : "null",
            var value when type.TypeKind == TypeKind.Enum => Enum(type, value),
            DateTime time => $"new global::System.DateTime({time.Ticks.ToString(CultureInfo.InvariantCulture)}L)",
            var value => CSharpLiteral.Primitive(value),
        };
    }

    private static string Enum(ITypeSymbol type, object value) => $"({type.ToCode()})({CSharpLiteral.Primitive(value)})";

    private static string? Array(TypedConstant constant)
    {
        var items = constant.Values.Select(ToCode).ToArray();
        return constant.Type is not IArrayTypeSymbol array || items.Contains(null)
            ? null
            : items.Length == 0 ? $"new {array.ToCode()} {{ }}" : $"new {array.ToCode()} {{ {string.Join(", ", items)} }}";
    }
}
