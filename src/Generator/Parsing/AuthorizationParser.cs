using Microsoft.CodeAnalysis;
using WebSockets.Generator.Infrastructure;

namespace WebSockets.Generator.Parsing;

/// <summary>Reads who may send to a message method: its attributes for authorization, and those of the methods that it overrides.</summary>
internal static class AuthorizationParser
{
    private static readonly string[] Demands =
    [
        "Microsoft.AspNetCore.Authorization.IAuthorizeData",
        "Microsoft.AspNetCore.Authorization.IAuthorizationRequirementData",
    ];

    /// <summary>Instances of the attributes, as expressions; <c>null</c> for one that cannot be made, which the app must not start with. None: everybody may.</summary>
    public static EquatableArray<string> Parse(HandlerContext context, IMethodSymbol method)
    {
        // As for endpoints, where [AllowAnonymous] wins.
        if (All(method).Any(Allows))
        {
            return [];
        }

        return Attributes(method).Select(attribute => MetadataParser.Expression(context, attribute) ?? "null").ToEquatableArray();
    }

    /// <summary>The attributes that ask for something, those of the methods that it overrides first.</summary>
    public static IEnumerable<AttributeData> Attributes(IMethodSymbol method) => All(method).Where(Asks);

    /// <summary>Whether the attribute asks for something of the user.</summary>
    public static bool Asks(AttributeData attribute) => attribute.AttributeClass is { } type && Demands.Any(type.Implements);

    /// <summary>Whether the attribute lets everybody in.</summary>
    public static bool Allows(AttributeData attribute) => attribute.AttributeClass?.Implements("Microsoft.AspNetCore.Authorization.IAllowAnonymous") == true;

    private static IEnumerable<AttributeData> All(IMethodSymbol method)
    {
        var overridden = method.OverriddenMethod is { } parent ? All(parent) : [];
        return overridden.Concat(method.GetAttributes().InSourceOrder());
    }
}
