using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace WebSockets.Messages;

/// <summary>Holds the members of types against the names of the envelope, when a handler is mapped or a type is first sent.</summary>
internal static class JsonMembers
{
    /// <summary>Whether the type, or one that stands for it, has a member of the name.</summary>
    public static bool Has(JsonTypeInfo type, ReadOnlySpan<byte> name, bool ignoresCase)
    {
        var text = Encoding.UTF8.GetString(name);
        var comparison = ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return Forms(type).Any(form => form.Properties.Any(property => property.Name.Equals(text, comparison)));
    }

    /// <summary>Whether its JSON may have members that its declaration does not name: entries, what its extension data holds, the discriminator of a derived type.</summary>
    public static bool IsOpen(JsonTypeInfo type) =>
        type.Kind == JsonTypeInfoKind.Dictionary || type.PolymorphismOptions is not null || type.Properties.Any(property => property.IsExtensionData);

    private static IEnumerable<JsonTypeInfo> Forms(JsonTypeInfo type)
    {
        yield return type;
        foreach (var derived in type.PolymorphismOptions?.DerivedTypes ?? [])
        {
            if (derived.DerivedType != type.Type && type.Options.TryGetTypeInfo(derived.DerivedType, out var form))
            {
                yield return form;
            }
        }
    }
}
