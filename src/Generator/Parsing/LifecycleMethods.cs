using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>A method and the attribute that it is called for.</summary>
internal sealed record LifecycleMethod(IMethodSymbol Symbol, Lifecycle Lifecycle, AttributeData Attribute);

/// <summary>
/// Finds a handler's methods, its own and those of its base classes. A marked method that cannot be called is reported, whatever the reason.
/// </summary>
internal static class LifecycleMethods
{
    public static IReadOnlyList<LifecycleMethod> Find(HandlerContext context)
    {
        var found = new List<LifecycleMethod>();
        var derived = new List<IMethodSymbol>();
        for (var type = context.Type; type is { SpecialType: not SpecialType.System_Object }; type = type.BaseType)
        {
            IMethodSymbol[] methods = [.. type.GetMembers().InSourceOrder().OfType<IMethodSymbol>()];
            foreach (var method in methods.Where(method => !IsOverridden(method, derived)))
            {
                if (Marks(method) is { Length: > 0 } marks && IsCalled(context, method, marks[0], derived))
                {
                    found.AddRange(Read(context, method, marks));
                }
            }

            derived.AddRange(methods);
        }

        ReportInterfaces(context);
        return found;
    }

    // It counts once, there.
    private static bool IsOverridden(IMethodSymbol method, IEnumerable<IMethodSymbol> derived)
    {
        foreach (var other in derived)
        {
            for (var overridden = other.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
            {
                if (SymbolEqualityComparer.Default.Equals(overridden, method))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsCalled(HandlerContext context, IMethodSymbol method, LifecycleMethod mark, IEnumerable<IMethodSymbol> derived)
    {
        // WSG0217
        if (UncalledMethod.Find(method) is var (what, remedy))
        {
            context.Sink.Report(Descriptors.Uncalled, Place.Of(method), method.ToName(), LifecycleText.Attribute(mark.Lifecycle), what, remedy);
            return false;
        }

        if (!IsAccessible(context, method))
        {
            var access = method.DeclaredAccessibility == Accessibility.Private ? "private" : "internal to another assembly";
            ReportInaccessible(context, method, mark, access, "Make it protected");
            return false;
        }

        // The compiler looks for a method in the derived class first, and does not look further if one fits.
        if (derived.FirstOrDefault(other => Hides(context, other, method)) is { } hiding)
        {
            // One that is marked for the same takes its place.
            if (Signature(hiding) != Signature(method) || !Marks(hiding).Any(other => IsSame(other, mark)))
            {
                ReportInaccessible(context, method, mark, $"hidden by '{hiding.ToName()}'", "Mark the method that hides it, give that another name");
            }

            return false;
        }

        return true;
    }

    private static bool IsAccessible(HandlerContext context, IMethodSymbol method) =>
        context.Compilation.IsSymbolAccessibleWithin(method, context.Type, throughType: method.IsStatic ? null : context.Type);

    private static bool IsSame(LifecycleMethod one, LifecycleMethod other) =>
        one.Lifecycle == other.Lifecycle && Equals(one.Attribute.ConstructorArguments.FirstOrDefault().Value, other.Attribute.ConstructorArguments.FirstOrDefault().Value);

    // Whether a call of the method by the handler would be one of the other.
    private static bool Hides(HandlerContext context, IMethodSymbol other, IMethodSymbol method) =>
        other.Name == method.Name
        && !other.IsOverride
        && other.MethodKind == MethodKind.Ordinary
        && IsAccessible(context, other)
        && other.Parameters.Length >= method.Parameters.Length
        && other.Parameters.Skip(method.Parameters.Length).All(static parameter => parameter.IsOptional || parameter.IsParams)
        && method.Parameters.Zip(other.Parameters, static (from, to) => (from, to)).All(pair => other.IsGenericMethod || Converts(context, pair.from.Type, pair.to.Type));

    private static bool Converts(HandlerContext context, ITypeSymbol from, ITypeSymbol to) =>
        context.Compilation.ClassifyCommonConversion(from, to) is { Exists: true, IsImplicit: true };

    // WSG0216
    private static void ReportInaccessible(HandlerContext context, IMethodSymbol method, LifecycleMethod mark, string what, string remedy) =>
        context.Sink.Report(Descriptors.Inaccessible, Place.Of(method), method.ToName(), LifecycleText.Attribute(mark.Lifecycle), context.Type.ToShortText(), what, remedy);

    // WSG0217, unless the method that implements it is marked as well.
    private static void ReportInterfaces(HandlerContext context)
    {
        foreach (var method in context.Type.AllInterfaces.SelectMany(static type => type.GetMembers()).OfType<IMethodSymbol>())
        {
            if (Marks(method) is [var mark, ..]
                && (context.Type.FindImplementationForInterfaceMember(method) is not IMethodSymbol { ContainingType.TypeKind: not TypeKind.Interface } implementation || Marks(implementation).Length == 0)
                && UncalledMethod.Find(method) is var (what, remedy))
            {
                context.Sink.Report(Descriptors.Uncalled, Place.Of(method), method.ToName(), LifecycleText.Attribute(mark.Lifecycle), what, remedy);
            }
        }
    }

    private static string Signature(IMethodSymbol method) =>
        $"{method.Name}`{method.Arity}({string.Join(",", method.Parameters.Select(static parameter => parameter.Type.ToCode()))})";

    private static IEnumerable<LifecycleMethod> Read(HandlerContext context, IMethodSymbol method, LifecycleMethod[] marks)
    {
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
