using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using WebSockets.Messages;

namespace WebSockets.Fuzz.Tests.Envelopes;

/// <summary>What a message's envelope is by the rules, found the long way: System.Text.Json reads all of it, and then its members are looked through.</summary>
/// <param name="Kind">What it looks like from outside.</param>
/// <param name="Name">The name, if it is a string or a number.</param>
/// <param name="Id">The id as it was written.</param>
/// <param name="Payload">The payload as it was written.</param>
internal sealed record Oracle(EnvelopeKind Kind, string? Name = null, string? Id = null, string? Payload = null)
{
    public static readonly Oracle Malformed = new(EnvelopeKind.Malformed);

    public static Oracle Of(ReadOnlyMemory<byte> json, EnvelopeShape shape)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options(shape));
            return document.RootElement.ValueKind == JsonValueKind.Object ? Of(document.RootElement, shape) : new Oracle(EnvelopeKind.Unnamed);
        }
        catch (JsonException)
        {
            return Malformed;
        }
    }

    public static JsonDocumentOptions Options(EnvelopeShape shape) => new()
    {
        AllowTrailingCommas = shape.ReaderOptions.AllowTrailingCommas,
        CommentHandling = shape.ReaderOptions.CommentHandling,
        MaxDepth = shape.ReaderOptions.MaxDepth,
    };

    /// <summary>The text of a name or a value; null where it holds half a surrogate pair, and so is none.</summary>
    public static string? Text(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static Oracle Of(JsonElement message, EnvelopeShape shape)
    {
        var (discriminator, correlation, wrap) = (Encoding.UTF8.GetString(shape.Discriminator), Encoding.UTF8.GetString(shape.Correlation), Encoding.UTF8.GetString(shape.Payload ?? []));
        EnvelopeKind? kind = null;
        string? name = null, id = null, payload = null;
        foreach (var member in message.EnumerateObject())
        {
            var memberName = Text(() => member.Name);
            if (kind is null && memberName == discriminator)
            {
                (kind, name) = member.Value.ValueKind switch
                {
                    JsonValueKind.String => (EnvelopeKind.Named, Text(member.Value.GetString)),
                    JsonValueKind.Number => (EnvelopeKind.Numbered, Raw(member.Value)),
                    _ => (EnvelopeKind.OtherName, null),
                };
                if (kind == EnvelopeKind.Named && name is null)
                {
                    return Malformed;
                }
            }
            else if (id is null && memberName == correlation)
            {
                if (member.Value.ValueKind is not JsonValueKind.String and not JsonValueKind.Number and not JsonValueKind.Null)
                {
                    return Malformed;
                }

                id = member.Value.ValueKind == JsonValueKind.Null ? null : Raw(member.Value);
            }
            else if (shape.Payload is not null && payload is null && memberName == wrap)
            {
                payload = Raw(member.Value);
            }
        }

        return new Oracle(kind ?? EnvelopeKind.Unnamed, name, id, payload);
    }

    private static string Raw(JsonElement value) => Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value));
}
