using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace WebSockets.Diagnostics;

/// <summary>Finds the trace that a peer's request or message belongs to (W3C Trace Context).</summary>
internal static class TraceContext
{
    // What has to be passed on by all.
    private const int LongestState = 512;

    /// <summary>Of the handshake's request, as the app reads it.</summary>
    public static ActivityContext Of(HttpRequest request, DistributedContextPropagator propagator)
    {
        propagator.ExtractTraceIdAndState(
            request.Headers,
            static (object? carrier, string name, out string? value, out IEnumerable<string>? values) =>
            {
                value = ((IHeaderDictionary)carrier!)[name];
                values = null;
            },
            out var parent,
            out var state);
        return Parse(parent, state);
    }

    /// <summary>Of the members <c>traceparent</c> and <c>tracestate</c> of a JSON object; of two with one name the first counts.</summary>
    public static ActivityContext Of(ReadOnlySpan<byte> json, JsonReaderOptions options)
    {
        if (json.IndexOf("\"traceparent\""u8) < 0)
        {
            return default;
        }

        string? parent = null;
        string? state = null;
        try
        {
            var reader = new Utf8JsonReader(json, options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return default;
            }

            while ((parent is null || state is null) && reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    TakeMember(ref reader, ref parent, ref state);
                }
            }
        }
        catch (JsonException)
        {
            // What comes before its end still counts: that it is malformed is for the method to find.
        }

        return Parse(parent, state);
    }

    private static void TakeMember(ref Utf8JsonReader reader, ref string? parent, ref string? state)
    {
        // Nobody escapes these names, and a name that is escaped may be one that cannot be compared.
        if (parent is null && !reader.ValueIsEscaped && reader.ValueTextEquals("traceparent"u8))
        {
            parent = Value(ref reader);
        }
        else if (state is null && !reader.ValueIsEscaped && reader.ValueTextEquals("tracestate"u8))
        {
            state = Value(ref reader);
        }
        else
        {
            reader.Skip();
        }
    }

    private static string? Value(ref Utf8JsonReader reader)
    {
        do
        {
            reader.Read();
        }
        while (reader.TokenType == JsonTokenType.Comment);

        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.ValueIsEscaped || reader.ValueSpan.Length > LongestState ? null : reader.GetString();
        }

        reader.Skip();
        return null;
    }

    private static ActivityContext Parse(string? parent, string? state) =>
        ActivityContext.TryParse(parent, state, isRemote: true, out var context) ? context : default;
}
