using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using WebSockets.CompilerServices;

namespace WebSockets.Messages;

/// <summary>Reads a payload as System.Text.Json does, by the metadata of its type.</summary>
/// <param name="type">Null only where the start-up error is already certain.</param>
/// <param name="shape">The names of the envelope.</param>
internal sealed class JsonPayloadReader<T>(JsonTypeInfo<T>? type, EnvelopeShape shape) : WebSocketReader<T>
{
    private readonly JsonTypeInfo<T> _type = type!;

    // Such a type would refuse, or keep, the envelope's own members, or look for its own discriminator in front of them.
    internal override bool MindsEnvelope { get; } = type is { Kind: JsonTypeInfoKind.Dictionary } || (type is { Kind: JsonTypeInfoKind.Object }
        && ((type.UnmappedMemberHandling ?? type.Options.UnmappedMemberHandling) == JsonUnmappedMemberHandling.Disallow
            || type.PolymorphismOptions is not null
            || type.Properties.Any(property => property.IsExtensionData)));

    internal override bool HasOwnId { get; } = type is not null && JsonMembers.Has(type, shape.Correlation, ignoresCase: type.Options.PropertyNameCaseInsensitive);

    // The bytes and not a reader: given one, the serializer would first look for the end of the value, and so read it twice.
    public override T? Read(ReadOnlySpan<byte> json, JsonReaderOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize(json, _type);
        }
        catch (NotSupportedException e) when (_type.PolymorphismOptions is not null)
        {
            throw new JsonException("The derived type is missing, or not known.", e);
        }
    }
}
