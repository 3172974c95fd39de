using System.Text;
using System.Text.Json;
using WebSockets.CompilerServices;

namespace WebSockets.Messages;

/// <summary>The names of the envelope's members as one handler has them, in UTF-8.</summary>
internal sealed class EnvelopeShape
{
    private const int DefaultMaxDepth = 64;

    public EnvelopeShape(WebSocketHandlerDefinition definition, JsonSerializerOptions options)
    {
        Discriminator = Encoding.UTF8.GetBytes(definition.Discriminator);
        Correlation = Encoding.UTF8.GetBytes(definition.Correlation);
        Payload = definition.Payload is null ? null : Encoding.UTF8.GetBytes(definition.Payload);
        IdPrefix = [(byte)',', .. Quote(definition.Correlation), (byte)':'];
        PayloadPrefix = definition.Payload is null ? [] : [(byte)',', .. Quote(definition.Payload), (byte)':'];
        ReaderOptions = new JsonReaderOptions
        {
            AllowTrailingCommas = options.AllowTrailingCommas,
            CommentHandling = options.ReadCommentHandling,
            MaxDepth = options.MaxDepth,
        };
    }

    public byte[] Discriminator { get; }

    public byte[] Correlation { get; }

    /// <summary>Null: a message's members stand beside the discriminator.</summary>
    public byte[]? Payload { get; }

    /// <summary>What stands between the name and the id: <c>,"id":</c>.</summary>
    public byte[] IdPrefix { get; }

    /// <summary>What stands before a wrapped payload: <c>,"data":</c>.</summary>
    public byte[] PayloadPrefix { get; }

    /// <summary>How the app's JSON options read: the same leniency holds for the envelope.</summary>
    public JsonReaderOptions ReaderOptions { get; }

    /// <summary>How deep the reader goes.</summary>
    public int MaxDepth => ReaderOptions.MaxDepth == 0 ? DefaultMaxDepth : ReaderOptions.MaxDepth;

    /// <summary>How a message of this name begins: <c>{"type":"say"</c>.</summary>
    public byte[] Head(MessageName name) => [(byte)'{', .. Quote(Encoding.UTF8.GetString(Discriminator)), (byte)':', .. name.Json];

    /// <summary>A JSON string.</summary>
    public static byte[] Quote(string text) => [(byte)'"', .. JsonEncodedText.Encode(text).EncodedUtf8Bytes, (byte)'"'];
}
