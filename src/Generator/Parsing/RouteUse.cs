using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Asks whether the variables of a path are used (WSG0105).</summary>
internal static class RouteUse
{
    public static void Check(HandlerContext context, AttributeData attribute, IReadOnlyList<LifecycleMethod> methods, MethodsModel parsed)
    {
        // Who takes the request can read any variable there; a method that is wrong may yet take one.
        var isOpen = context.Route.Error is not null
            || parsed.All.Count() != methods.Count
            || methods.Count == 0
            || parsed.All.SelectMany(static method => method.Arguments).Any(static argument => argument.Kind is ArgumentKind.HttpContext or ArgumentKind.HttpRequest);
        if (isOpen)
        {
            return;
        }

        foreach (var variable in context.Route.Variables.Where(variable => !IsTaken(parsed, variable) && !IsWanted(context.Type, variable)))
        {
            context.Sink.Report(Descriptors.UnboundVariable, Place.OfArgument(attribute, 0), context.Type.ToShortText(), variable.Name, context.Route.Path);
        }
    }

    private static bool IsTaken(MethodsModel parsed, RouteVariable variable) => parsed.All
        .SelectMany(static method => method.Arguments)
        .Any(argument => argument.Bound is { Source: BoundSource.Route } bound && bound.Key == variable.Name);

    // By a constructor, which cannot have it: WSG0007.
    private static bool IsWanted(INamedTypeSymbol handler, RouteVariable variable) => handler.InstanceConstructors
        .SelectMany(static constructor => constructor.Parameters)
        .Any(parameter => string.Equals(parameter.Name, variable.Name, StringComparison.OrdinalIgnoreCase));
}
