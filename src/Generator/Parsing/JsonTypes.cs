using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>What the types of an assembly tell of its JSON: which converters there are, and which types are messages. They are only looked for when a rule asks.</summary>
internal sealed class JsonTypes
{
    private readonly Compilation _compilation;
    private readonly Lazy<INamedTypeSymbol[]> _converters;
    private readonly Lazy<INamedTypeSymbol[]> _messages;

    public JsonTypes(Compilation compilation)
    {
        _compilation = compilation;
        _converters = new(() => [.. All().Where(static type => type.DerivesFrom(KnownNames.Converter))]);
        _messages = new(() => [.. All().Where(static type => type.FindAttribute(KnownNames.Message) is not null)]);
    }

    /// <summary>
    /// Whether a converter may stand for the type: its own, one of the assembly or one that the handler's context names. Which of them the options
    /// get cannot be seen, and neither can those of libraries, which are for the types of libraries.
    /// </summary>
    public bool MayBeConverted(INamedTypeSymbol type, ITypeSymbol? context) =>
        IsOfLibrary(type) || HasConverter(type, context);

    /// <summary>Whether one of those converters is for the type, or may be.</summary>
    public bool HasConverter(INamedTypeSymbol type, ITypeSymbol? context) =>
        HasConverter(type)
        || _converters.Value.Concat(Named(context)).Any(converter => Converts(converter, type));

    /// <summary>Whether the type names its converter.</summary>
    public static bool HasConverter(ITypeSymbol type) => type.FindAttribute(static attribute => attribute.DerivesFrom(KnownNames.JsonConverter)) is not null;

    /// <summary>Whether a value of the type may turn out to be a message of a more derived type, as which it is sent then.</summary>
    public bool MayBeMessage(ITypeSymbol type) =>
        type is { IsReferenceType: true, IsSealed: false } and not IArrayTypeSymbol
        && MessageNames.Of(type) is null
        && (type.SpecialType == SpecialType.System_Object || _messages.Value.Any(message => IsBase(type, message)));

    private IEnumerable<INamedTypeSymbol> All() => AssemblyTypes.In(_compilation.Assembly.GlobalNamespace);

    private bool IsOfLibrary(INamedTypeSymbol type) =>
        !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _compilation.Assembly)
        && !type.ContainingAssembly.Name.StartsWith("System.", StringComparison.Ordinal);

    private bool IsBase(ITypeSymbol type, INamedTypeSymbol message) =>
        !SymbolEqualityComparer.Default.Equals(type, message) && _compilation.ClassifyCommonConversion(message, type) is { IsImplicit: true, IsReference: true };

    private static IEnumerable<INamedTypeSymbol> Named(ITypeSymbol? context) =>
        context?.FindAttribute(KnownNames.JsonOptions)?.NamedArguments.FirstOrDefault(static argument => argument.Key == "Converters").Value is { Kind: TypedConstantKind.Array, IsNull: false } types
            ? types.Values.Select(static type => type.Value).OfType<INamedTypeSymbol>()
            : [];

    // Which types a factory converts is known only when it runs.
    private static bool Converts(INamedTypeSymbol converter, INamedTypeSymbol type)
    {
        for (var t = converter; t is not null; t = t.BaseType)
        {
            if (t.Is(KnownNames.ConverterFactory) || (t.Is(KnownNames.ConverterOf) && SymbolEqualityComparer.Default.Equals(t.TypeArguments[0], type)))
            {
                return true;
            }
        }

        return false;
    }
}
