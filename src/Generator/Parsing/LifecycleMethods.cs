using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>A method and the attribute that it is called for.</summary>
internal sealed record LifecycleMethod(IMethodSymbol Symbol, Lifecycle Lifecycle, AttributeData Attribute);

/// <summary>Finds a handler's methods, its own and those of its base classes.</summary>
internal static class LifecycleMethods
{
    public static IReadOnlyList<LifecycleMethod> Find(HandlerContext context)
    {
        var found = new List<LifecycleMethod>();
        var hidden = new HashSet<string>(StringComparer.Ordinal);
        for (var type = context.Type; type is { SpecialType: not SpecialType.System_Object }; type = type.BaseType)
        {
            foreach (var method in type.GetMembers().InSourceOrder().OfType<IMethodSymbol>())
            {
                // WSG0217, which a base class may have as well, and a method without a mark does not matter.
                if (UncalledMethod.Find(method) is not null)
                {
                    continue;
                }

                if (!IsCallable(context, method))
                {
                    ReportInaccessible(context, method);
                }
                else if (hidden.Add(Signature(method)))
                {
                    // A method that a derived class overrides or hides counts once, there.
                    found.AddRange(Read(context, method));
                }
            }
        }

        return found;
    }

    private static bool IsCallable(HandlerContext context, IMethodSymbol method) =>
        context.Compilation.IsSymbolAccessibleWithin(method, context.Type, throughType: method.IsStatic ? null : context.Type);

    // WSG0216
    private static void ReportInaccessible(HandlerContext context, IMethodSymbol method)
    {
        if (Marks(method) is [var mark, ..])
        {
            var access = method.DeclaredAccessibility == Accessibility.Private ? "private" : "internal to another assembly";
            context.Sink.Report(Descriptors.Inaccessible, Place.Of(method), method.ToName(), LifecycleText.Attribute(mark.Lifecycle), context.Type.ToShortText(), access);
        }
    }

    private static string Signature(IMethodSymbol method) =>
        $"{method.Name}`{method.Arity}({string.Join(",", method.Parameters.Select(static parameter => parameter.Type.ToCode()))})";

    private static IEnumerable<LifecycleMethod> Read(HandlerContext context, IMethodSymbol method)
    {
        var marks = Marks(method);
        if (marks.Length < 2 || marks.All(static mark => mark.Lifecycle is Lifecycle.Ping or Lifecycle.Pong))
        {
            return marks;
        }

        // WSG0213
        var names = string.Join(" and ", marks.Select(static mark => $"[{LifecycleText.Attribute(mark.Lifecycle)}]"));
        context.Sink.Report(Descriptors.ExclusiveAttributes, Place.Of(method), method.ToName(), names);
        return [];
    }

    /// <summary>What a method is marked with. The attribute may stand on the method that this one overrides.</summary>
    public static LifecycleMethod[] Marks(IMethodSymbol method)
    {
        for (var declared = method; declared is not null; declared = declared.OverriddenMethod)
        {
            LifecycleMethod[] marks =
            [
                .. from attribute in declared.GetAttributes()
                   let lifecycle = attribute.AttributeClass is { } type ? Of(type) : null
                   where lifecycle is not null
                   select new LifecycleMethod(method, lifecycle.Value, attribute),
            ];
            if (marks.Length > 0)
            {
                return marks;
            }
        }

        return [];
    }

    private static Lifecycle? Of(INamedTypeSymbol attribute) => attribute.Name switch
    {
        "OnLoginAttribute" when IsOurs(attribute) => Lifecycle.Login,
        "OnOpenAttribute" when IsOurs(attribute) => Lifecycle.Open,
        "OnMessageAttribute" when IsOurs(attribute) => Lifecycle.Message,
        "OnCloseAttribute" when IsOurs(attribute) => Lifecycle.Close,
        "OnErrorAttribute" when IsOurs(attribute) => Lifecycle.Error,
        "OnPingAttribute" when IsOurs(attribute) => Lifecycle.Ping,
        "OnPongAttribute" when IsOurs(attribute) => Lifecycle.Pong,
        _ => null,
    };

    private static bool IsOurs(INamedTypeSymbol attribute) => attribute.Is("WebSockets." + attribute.Name);
}
