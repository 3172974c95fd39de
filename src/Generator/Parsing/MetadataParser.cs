using Microsoft.CodeAnalysis;
using WebSockets.Generator.Infrastructure;

namespace WebSockets.Generator.Parsing;

/// <summary>Makes endpoint metadata of a class's attributes: those of its base classes first, so that its own win.</summary>
internal static class MetadataParser
{
    private static readonly string[] NotForEndpoints =
    [
        "System.Runtime.CompilerServices",
        "System.Runtime.InteropServices",
        "System.Runtime.Versioning",
        "System.Diagnostics",
        "System.Diagnostics.CodeAnalysis",
        "System.ObsoleteAttribute",
        "System.SerializableAttribute",
        "System.CLSCompliantAttribute",
        "System.ComponentModel.EditorBrowsableAttribute",
        "System.CodeDom.Compiler.GeneratedCodeAttribute",
        "System.Reflection.DefaultMemberAttribute",
    ];

    public static EquatableArray<string> Parse(HandlerContext context) =>
        Attributes(context.Type)
            .Where(attribute => IsForEndpoint(context, attribute))
            .Select(static attribute => Instance(attribute))
            .OfType<string>()
            .ToEquatableArray();

    /// <summary>An instance of one attribute; null: the handler cannot make one.</summary>
    public static string? Expression(HandlerContext context, AttributeData attribute) =>
        attribute is { AttributeClass: { } type, AttributeConstructor: { } constructor } && CanMake(context, type, constructor) ? Instance(attribute) : null;

    private static IEnumerable<AttributeData> Attributes(INamedTypeSymbol type)
    {
        var own = type.GetAttributes().InSourceOrder().ToArray();
        var inherited = type.BaseType is { SpecialType: not SpecialType.System_Object } parent
            ? Attributes(parent).Where(attribute => IsInherited(attribute, own))
            : [];
        return inherited.Concat(own);
    }

    // As reflection does it: an attribute that may stand once is replaced by the derived class's.
    private static bool IsInherited(AttributeData attribute, IEnumerable<AttributeData> own)
    {
        var (inherited, multiple) = Usage(attribute.AttributeClass);
        return inherited && (multiple || !own.Any(other => SymbolEqualityComparer.Default.Equals(other.AttributeClass, attribute.AttributeClass)));
    }

    private static (bool Inherited, bool Multiple) Usage(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.FindAttribute(KnownNames.AttributeUsage) is { } usage)
            {
                bool Flag(string name, bool otherwise) => usage.NamedArguments.FirstOrDefault(a => a.Key == name).Value.Value as bool? ?? otherwise;
                return (Flag("Inherited", true), Flag("AllowMultiple", false));
            }
        }

        return (true, false);
    }

    private static bool IsForEndpoint(HandlerContext context, AttributeData attribute)
    {
        if (attribute is not { AttributeClass: { } type, AttributeConstructor: { } constructor })
        {
            return false;
        }

        var space = type.ContainingNamespace.ToDisplayString();
        return !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, context.Library)
            && !NotForEndpoints.Contains(space)
            && !NotForEndpoints.Contains(space + "." + type.Name)
            && type.FindAttribute(KnownNames.Conditional) is null
            && CanMake(context, type, constructor);
    }

    private static bool CanMake(HandlerContext context, INamedTypeSymbol type, IMethodSymbol constructor) =>
        type.IsSpeakable() && context.CanSee(type) && context.CanSee(constructor);

    private static string? Instance(AttributeData attribute)
    {
        var arguments = attribute.ConstructorArguments.Select(ConstantParser.ToArgument).ToArray();
        var members = attribute.NamedArguments
            .Select(static argument => (Name: CSharpIdentifier.Escape(argument.Key), Value: ConstantParser.ToArgument(argument.Value)))
            .ToArray();
        if (arguments.Contains(null) || members.Any(static member => member.Value is null))
        {
            return null;
        }

        var initializer = members.Length == 0 ? "" : $" {{ {string.Join(", ", members.Select(static member => $"{member.Name} = {member.Value}"))} }}";
        return $"new {attribute.AttributeClass!.ToCode()}({string.Join(", ", arguments)}){initializer}";
    }
}
