using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;

namespace WebSockets.Generator.Parsing;

/// <summary>
/// Finds attributes for endpoints on methods, where nothing reads them (WSG0219). An endpoint is the class: one that is thought to guard
/// a method must not be passed over in silence.
/// </summary>
internal static class EndpointAttributes
{
    private static readonly string[] Interfaces =
    [
        "Microsoft.AspNetCore.Authorization.IAuthorizeData",
        "Microsoft.AspNetCore.Authorization.IAllowAnonymous",
        "Microsoft.AspNetCore.Cors.Infrastructure.ICorsMetadata",
    ];

    private static readonly string[] Classes =
    [
        "Microsoft.AspNetCore.RateLimiting.EnableRateLimitingAttribute",
        "Microsoft.AspNetCore.RateLimiting.DisableRateLimitingAttribute",
        "Microsoft.AspNetCore.Http.Timeouts.RequestTimeoutAttribute",
        "Microsoft.AspNetCore.Http.Timeouts.DisableRequestTimeoutAttribute",
    ];

    public static void Check(HandlerContext context, IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && (Interfaces.Any(type.Implements) || Classes.Any(type.DerivesFrom)))
            {
                var name = type.Name.EndsWith("Attribute", StringComparison.Ordinal) ? type.Name.Substring(0, type.Name.Length - "Attribute".Length) : type.Name;
                context.Sink.Report(Descriptors.EndpointAttribute, Place.Of(attribute), name, method.ToName(), context.Type.ToShortText());
            }
        }
    }
}
