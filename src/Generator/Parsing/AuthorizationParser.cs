using Microsoft.CodeAnalysis;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Finds message methods that not everybody may send to: by their attributes for authorization, and those of the methods that they override.</summary>
internal static class AuthorizationParser
{
    private static readonly string[] Demands =
    [
        "Microsoft.AspNetCore.Authorization.IAuthorizeData",
        "Microsoft.AspNetCore.Authorization.IAuthorizationRequirementData",
    ];

    /// <summary>Null: everybody may send to it. What the attributes say is read when the app runs; here they only have to be noticed.</summary>
    public static AuthorizationModel? Parse(IMethodSymbol method)
    {
        // As for endpoints, where [AllowAnonymous] wins.
        var attributes = All(method).ToArray();
        return attributes.Any(Allows) || !attributes.Any(MayAsk)
            ? null
            : new(Declarations(method).Select(static declared => declared.ContainingType.ToCode()).ToEquatableArray(), method.Parameters.Select(static parameter => ToTypeOf(parameter.Type)).ToEquatableArray());
    }

    /// <summary>Whether the method, or one that it overrides, has an attribute that asks for something.</summary>
    public static bool Asks(IMethodSymbol method) => All(method).Any(Asks);

    /// <summary>Whether the attribute asks for something of the user.</summary>
    public static bool Asks(AttributeData attribute) => attribute.AttributeClass is { } type && Demands.Any(type.Implements);

    /// <summary>Whether the attribute lets everybody in.</summary>
    public static bool Allows(AttributeData attribute) => attribute.AttributeClass?.Implements("Microsoft.AspNetCore.Authorization.IAllowAnonymous") == true;

    // Also one that is seen in part: what it is, the app knows when it runs.
    private static bool MayAsk(AttributeData attribute) => Asks(attribute) || attribute.AttributeClass is not { } type || UnseenType.MayBeMore(type);

    private static IEnumerable<AttributeData> All(IMethodSymbol method) => Declarations(method).SelectMany(static declared => declared.GetAttributes());

    private static IEnumerable<IMethodSymbol> Declarations(IMethodSymbol method) =>
        method.OverriddenMethod is { } overridden ? Declarations(overridden).Append(method) : [method];

    private static string ToTypeOf(ITypeSymbol type) => type.TypeKind == TypeKind.Dynamic ? "object" : type.ToCode();
}
