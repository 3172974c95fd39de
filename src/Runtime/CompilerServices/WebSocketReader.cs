using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using WebSockets.Messages;

namespace WebSockets.CompilerServices;

/// <summary>Reads one type of payload.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WebSocketReader<T>
{
    private readonly JsonTypeInfo<T> _type;
    private readonly bool _mindsEnvelope;

    internal WebSocketReader(JsonTypeInfo<T>? type)
    {
        // Null only where the start-up error is already certain.
        _type = type!;

        // Such a type would refuse, or keep, the envelope's own members, or look for its own discriminator in front of them.
        _mindsEnvelope = type is { Kind: JsonTypeInfoKind.Object }
            && ((type.UnmappedMemberHandling ?? type.Options.UnmappedMemberHandling) == JsonUnmappedMemberHandling.Disallow
                || type.PolymorphismOptions is not null
                || type.Properties.Any(property => property.IsExtensionData));
    }

    /// <param name="json">The payload.</param>
    /// <param name="flat">The envelope whose members stand among the payload's; null where they don't.</param>
    internal T? Read(ReadOnlySpan<byte> json, EnvelopeShape? flat)
    {
        try
        {
            return JsonSerializer.Deserialize(flat is null || !_mindsEnvelope ? json : Envelope.WithoutMembers(json, flat).WrittenSpan, _type);
        }
        catch (NotSupportedException e) when (_type.PolymorphismOptions is not null)
        {
            throw new JsonException("The derived type is missing, or not known.", e);
        }
    }
}
