using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>
/// Finds attributes for endpoints on methods, where nothing reads them (WSG0219). An endpoint is the class: one that is thought to guard
/// a method must not be passed over in silence. Those that say who may send a message guard the method that they stand on.
/// </summary>
internal static class EndpointAttributes
{
    private const string Cors = "Microsoft.AspNetCore.Cors.Infrastructure.ICorsMetadata";

    private static readonly string[] Classes =
    [
        "Microsoft.AspNetCore.RateLimiting.EnableRateLimitingAttribute",
        "Microsoft.AspNetCore.RateLimiting.DisableRateLimitingAttribute",
        "Microsoft.AspNetCore.Http.Timeouts.RequestTimeoutAttribute",
        "Microsoft.AspNetCore.Http.Timeouts.DisableRequestTimeoutAttribute",
    ];

    public static void Check(HandlerContext context, IMethodSymbol method, Lifecycle lifecycle)
    {
        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && Advice(method, lifecycle, attribute, type) is { } advice)
            {
                var name = type.Name.EndsWith("Attribute", StringComparison.Ordinal) ? type.Name.Substring(0, type.Name.Length - "Attribute".Length) : type.Name;
                context.Sink.Report(Descriptors.EndpointAttribute, Place.Of(attribute), name, method.ToName(), context.Type.ToShortText(), advice);
            }
        }
    }

    // What to do about it; null: the attribute does what it says.
    private static string? Advice(IMethodSymbol method, Lifecycle lifecycle, AttributeData attribute, ITypeSymbol type)
    {
        if (AuthorizationParser.Asks(attribute))
        {
            return lifecycle == Lifecycle.Message ? null : "Move it there, or to the [OnMessage] methods that it is meant for";
        }

        if (AuthorizationParser.Allows(attribute))
        {
            return lifecycle == Lifecycle.Message && AuthorizationParser.Asks(method) ? null : "Move it there, or leave it out";
        }

        return type.Implements(Cors) || Classes.Any(type.DerivesFrom) ? "Move it there, or ask in the method" : null;
    }
}
