using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Chooses the constructor that makes a handler's instances.</summary>
internal static class ConstructionParser
{
    /// <summary>Null: there is none that can be called, or none that can be chosen (WSG0005).</summary>
    public static ConstructionModel? Parse(HandlerContext context)
    {
        var type = context.Type;

        // WSG0002 has been said, and a constructor of such a type is not the question.
        if (type.IsAbstract || HandlerObstacle.Find(type) is { HasPart: false })
        {
            return null;
        }

        if (Choose(context) is not { } constructor || !TakesServices(context, constructor))
        {
            return null;
        }

        if (UncalledMethod.IsForbidden(constructor))
        {
            Report(context, Place.Of(constructor), "its constructor is [Obsolete] as an error, so that nothing may call it", "Remove the attribute, or add a constructor");
            return null;
        }

        var required = constructor.FindAttribute(KnownNames.SetsRequiredMembers) is null ? RequiredMembers(type).ToArray() : [];
        if (!AreServices(context, required))
        {
            return null;
        }

        return new(
            constructor.Parameters.Select(static parameter => ServiceParser.Parse(parameter, ParameterAttributes.Read(parameter).ServiceKey)).ToEquatableArray(),
            required.Select(static member => new RequiredMemberModel(member.Name, ServiceParser.Parse(TypeOf(member)))).ToEquatableArray());
    }

    private static IMethodSymbol? Choose(HandlerContext context)
    {
        var constructors = context.Type.InstanceConstructors.Where(constructor => !IsCopy(constructor, context.Type)).ToArray();
        var marked = constructors.Where(static constructor => constructor.FindAttribute(KnownNames.ActivatorConstructor) is not null).ToArray();
        var open = constructors.Where(static constructor => constructor.DeclaredAccessibility == Accessibility.Public).ToArray();
        switch (marked.Length, open.Length, constructors.Length)
        {
            case (1, _, _):
                return marked[0];
            case (0, 1, _):
                return open[0];
            case (0, 0, 1):
                return constructors[0];
            case (0, 0, _):
                Report(context, Place.Of(context.Type), $"it has {constructors.Length} constructors, and none of them is public", "Make the one to call public, or mark it with [ActivatorUtilitiesConstructor]");
                return null;
            case (0, _, _):
                Report(context, Place.Of(context.Type), $"it has {open.Length} public constructors", "Mark the one to call with [ActivatorUtilitiesConstructor]");
                return null;
            default:
                Report(context, Place.Of(marked[1]), $"{marked.Length} of its constructors are marked with [ActivatorUtilitiesConstructor]", "Mark only the one to call");
                return null;
        }
    }

    private static bool IsCopy(IMethodSymbol constructor, INamedTypeSymbol type) =>
        type.IsRecord && constructor.Parameters is [var only] && SymbolEqualityComparer.Default.Equals(only.Type, type);

    private static bool TakesServices(HandlerContext context, IMethodSymbol constructor)
    {
        foreach (var parameter in constructor.Parameters)
        {
            if (!UnseenType.Check(context, Place.Of(parameter), $"Parameter '{parameter.Name}' of the constructor of '{context.Type.ToShortText()}' takes", parameter.Type))
            {
                return false;
            }

            var isByReference = parameter.RefKind is not (RefKind.None or RefKind.In);
            if (isByReference || !parameter.Type.IsSpeakable())
            {
                var why = isByReference ? "is passed by reference" : $"cannot be a service, being of the type '{parameter.Type.ToShortText()}'";
                Report(context, Place.Of(parameter), $"the parameter '{parameter.Name}' of its constructor {why}", "Take a service by value");
                return false;
            }

            var mayBeMissing = parameter.HasExplicitDefaultValue || ParameterAttributes.Read(parameter).IsService;
            if (!mayBeMissing && !IsService(context, parameter, parameter.Type))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreServices(HandlerContext context, ISymbol[] required) => required.All(member => IsService(context, member, TypeOf(member)));

    // WSG0007
    private static bool IsService(HandlerContext context, ISymbol parameter, ITypeSymbol type)
    {
        if (!UnseenType.Check(context, Place.Of(parameter), $"Required member '{parameter.Name}' of '{context.Type.ToShortText()}' takes", type))
        {
            return false;
        }

        if (UncalledMethod.IsForbidden(parameter) || !type.IsSpeakable())
        {
            Report(context, Place.Of(parameter), $"nothing may set its required member '{parameter.Name}', which is, or is of a type that is, [Obsolete] as an error or cannot be named", "Remove 'required', or the attribute");
            return false;
        }

        if (ServiceObstacle.Find(context, parameter.Name, type) is not var (what, remedy))
        {
            return true;
        }

        var kind = parameter is IParameterSymbol ? "parameter" : "required member";
        context.Sink.Report(Descriptors.NoService, Place.Of(parameter), context.Type.ToShortText(), kind, parameter.Name, what, remedy);
        return false;
    }

    private static void Report(HandlerContext context, Place place, string what, string remedy) =>
        context.Sink.Report(Descriptors.Construction, place, context.Type.ToShortText(), what, remedy);

    private static IEnumerable<ISymbol> RequiredMembers(INamedTypeSymbol type)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var t = type; t is not null; t = t.BaseType)
        {
            foreach (var member in t.GetMembers().InSourceOrder())
            {
                if (member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true } && names.Add(member.Name))
                {
                    yield return member;
                }
            }
        }
    }

    private static ITypeSymbol TypeOf(ISymbol member) => member is IPropertySymbol property ? property.Type : ((IFieldSymbol)member).Type;
}
