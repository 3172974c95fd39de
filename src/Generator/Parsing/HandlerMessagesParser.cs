using Microsoft.CodeAnalysis;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>
/// Finds the message types that the assembly's own registration leaves out and this handler needs: those that only the handler can
/// see, constructed generic ones, and those of other assemblies, which may have been built without the generator.
/// </summary>
internal static class HandlerMessagesParser
{
    public static EquatableArray<MessageTypeModel> Parse(HandlerContext context, IReadOnlyList<LifecycleMethod> methods) =>
        Nested(context, context.Type)
            .Concat(Used(methods).Where(type => IsForeign(context, type) || IsGeneric(type) || !IsVisibleToAssembly(type)))
            .Where(type => MessageNames.Of(type) is not null && !IsOpen(type) && type.IsSpeakable() && context.CanSee(type))
            .Select(MessageNames.ToModel)
            .Distinct()
            .OrderBy(static message => message.Type, StringComparer.Ordinal)
            .ToEquatableArray();

    /// <summary>Whether any code of the assembly can name it.</summary>
    public static bool IsVisibleToAssembly(INamedTypeSymbol type)
    {
        for (var t = type; t is not null; t = t.ContainingType)
        {
            if (t.IsFileLocal || t.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }

    public static bool IsGeneric(INamedTypeSymbol type)
    {
        for (var t = type; t is not null; t = t.ContainingType)
        {
            if (t.IsGenericType)
            {
                return true;
            }
        }

        return false;
    }

    // An open generic type.
    private static bool IsOpen(INamedTypeSymbol type)
    {
        for (var t = type; t is not null; t = t.ContainingType)
        {
            if (t.TypeArguments.Any(static argument => argument is ITypeParameterSymbol or INamedTypeSymbol { IsUnboundGenericType: true }))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsForeign(HandlerContext context, INamedTypeSymbol type) =>
        !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, context.Compilation.Assembly);

    private static IEnumerable<INamedTypeSymbol> Nested(HandlerContext context, INamedTypeSymbol type) =>
        type.GetTypeMembers()
            .SelectMany(nested => Nested(context, nested).Prepend(nested))
            .Where(static nested => !IsVisibleToAssembly(nested));

    private static IEnumerable<INamedTypeSymbol> Used(IReadOnlyList<LifecycleMethod> methods) =>
        methods.Where(static method => method.Lifecycle is Lifecycle.Open or Lifecycle.Message)
            .SelectMany(static method => method.Symbol.Parameters.Select(static parameter => parameter.Type).Append(ReturnParser.ReplyType(method.Symbol)))
            .Select(static type => type?.WithoutNullable())
            .OfType<INamedTypeSymbol>();
}
