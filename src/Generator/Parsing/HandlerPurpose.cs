using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Asks whether a handler does anything with its connections (WSG0003).</summary>
internal static class HandlerPurpose
{
    public static void Check(HandlerContext context)
    {
        // Of a class that cannot be mapped, or whose base does not exist, enough has been said.
        if (HandlerObstacle.Find(context.Type) is null && !IsServed(context.Type))
        {
            context.Sink.Report(Descriptors.NoPurpose, Place.Of(context.Type), context.Type.ToShortText());
        }
    }

    // A method that is wrong in another way counts too: that error is the one to see.
    private static bool IsServed(INamedTypeSymbol handler)
    {
        for (var type = handler; type is not null; type = type.BaseType)
        {
            if (type.TypeKind == TypeKind.Error || type.GetMembers().OfType<IMethodSymbol>().Any(IsServing))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsServing(IMethodSymbol method) =>
        LifecycleMethods.Marks(method).Any(static mark => mark.Lifecycle is Lifecycle.Open or Lifecycle.Message);
}
