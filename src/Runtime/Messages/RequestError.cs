using System.Buffers;
using System.Text.Json;

namespace WebSockets.Messages;

/// <summary>The answers to a request that failed: a code for programs, and fixed words for people.</summary>
internal sealed class RequestError
{
    public static readonly RequestError Malformed = new("malformed", "The message is malformed.");
    public static readonly RequestError Unknown = new("unknown", "No method handles this message.");
    public static readonly RequestError Forbidden = new("forbidden", "You may not send this message.");
    public static readonly RequestError Failed = new("failed", "The request failed.");

    private RequestError(string code, string message)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("code", code);
            writer.WriteString("message", message);
            writer.WriteEndObject();
        }

        Json = json.WrittenSpan.ToArray();
    }

    /// <summary>The name under which a failure is answered.</summary>
    public static MessageName MessageName { get; } = new("error");

    /// <summary>The content: <c>{"code":"…","message":"…"}</c>.</summary>
    public byte[] Json { get; }

    public static RequestError For(Exception exception) => exception switch
    {
        WebSocketMessageException { Error: WebSocketMessageError.Malformed } => Malformed,
        WebSocketMessageException { Error: WebSocketMessageError.Forbidden } => Forbidden,
        WebSocketMessageException => Unknown,
        _ => Failed,
    };
}
