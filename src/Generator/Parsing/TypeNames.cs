using Microsoft.CodeAnalysis;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Types as text: for code, for comments and messages, for names of fields.</summary>
internal static class TypeNames
{
    private static readonly SymbolDisplayFormat Qualified = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat Pasted = SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    private static readonly SymbolDisplayFormat Short = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameOnly,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>As code writes it, without the question mark of a nullable reference.</summary>
    public static string ToCode(this ITypeSymbol type) =>
        type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(NullableFlowState.None, Qualified);

    /// <summary>As a person writes it where its namespace is not imported, for a line that is to be pasted.</summary>
    public static string ToPastedCode(this ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(Pasted);

    public static TypeRef ToRef(this ITypeSymbol type) => new(type.ToCode(), type.IsValueType, type.TakesNull());

    /// <summary>As a reader knows it.</summary>
    public static string ToShortText(this ISymbol symbol) => symbol.ToDisplayString(Short);

    /// <summary>A method as a diagnostic names it: <c>Chat.Say</c>.</summary>
    public static string ToName(this IMethodSymbol method) => method.ContainingType.Name + "." + method.Name;

    /// <summary>The member whose code a diagnostic is about: a method, what an accessor is of, the type of a constructor or of a program without one.</summary>
    public static string ToUserName(this ISymbol member) => member switch
    {
        IMethodSymbol { AssociatedSymbol: { } property } => property.ToUserName(),
        IMethodSymbol { MethodKind: not MethodKind.Ordinary } or { CanBeReferencedByName: false } => member.ContainingType.Name,
        _ => member.ContainingType.Name + "." + member.Name,
    };

    /// <summary>A part of an identifier: <c>List&lt;Say&gt;</c> becomes <c>ListOfSay</c>.</summary>
    public static string ToIdentifierPart(this ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType.ToIdentifierPart() + "Array",
        INamedTypeSymbol { IsTupleType: true } tuple => string.Concat(tuple.TupleElements.Select(static element => element.Type.ToIdentifierPart())),
        INamedTypeSymbol { TypeArguments.Length: > 0 } generic =>
            generic.Name + "Of" + string.Concat(generic.TypeArguments.Select(static argument => argument.ToIdentifierPart())),
        { Name.Length: > 0 } => type.Name,
        _ => "Value",
    };
}
