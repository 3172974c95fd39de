using Microsoft.CodeAnalysis;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Decides how a value of the request becomes a parameter's type.</summary>
internal static class BoundValueParser
{
    /// <summary>Null: the type cannot be read from text (WSG0104).</summary>
    public static BoundValueModel? Parse(IParameterSymbol parameter, BoundSource source, string key)
    {
        if (Form(parameter.Type, allowArray: source != BoundSource.Route) is not { } form)
        {
            return null;
        }

        var fallback = parameter.HasExplicitDefaultValue ? ConstantParser.Default(parameter)
            : parameter.Type.TakesNull() ? "null"
            : null;
        return new(source, key, form, parameter.Type.ToRef(), Element(parameter.Type).ToCode(), fallback);
    }

    /// <summary>The type without null and array.</summary>
    public static ITypeSymbol Element(ITypeSymbol type) => type is IArrayTypeSymbol array ? array.ElementType : type.WithoutNullable();

    /// <summary>Whether the type can be read from one text.</summary>
    public static bool IsSingle(ITypeSymbol type) => SingleForm(type) is not null;

    /// <summary>How the type is read from one text; null: it cannot be.</summary>
    public static BoundForm? SingleForm(ITypeSymbol type) => Form(type, allowArray: false);

    private static BoundForm? Form(ITypeSymbol type, bool allowArray)
    {
        if (!type.IsSpeakable())
        {
            return null;
        }

        if (type is IArrayTypeSymbol { Rank: 1 } array && allowArray)
        {
            return Kind(array.ElementType) switch
            {
                BoundForm.Text => BoundForm.Texts,
                BoundForm.Parse => BoundForm.ParseAll,
                BoundForm.Enum => BoundForm.EnumAll,
                _ => null,
            };
        }

        var inner = type.WithoutNullable();
        var isNullableStruct = !SymbolEqualityComparer.Default.Equals(inner, type);
        return Kind(inner) switch
        {
            BoundForm.Parse when isNullableStruct => BoundForm.ParseNullable,
            BoundForm.Enum when isNullableStruct => BoundForm.EnumNullable,
            var kind => kind,
        };
    }

    private static BoundForm? Kind(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_String } => BoundForm.Text,
        { TypeKind: TypeKind.Enum } => BoundForm.Enum,
        _ when type.AllInterfaces.Any(i => i.Is(KnownNames.Parsable) && SymbolEqualityComparer.Default.Equals(i.TypeArguments[0], type)) => BoundForm.Parse,
        _ => null,
    };
}
