using System.Text.Json;
using WebSockets.CompilerServices;

namespace WebSockets.Runtime.Tests.Messages;

[Message("pair")]
internal readonly record struct Pair(int First, int Second);

[Message("total")]
internal readonly record struct Total(long Value);

/// <summary>A handler as the generator could write it, whose messages are read and written without the serializer.</summary>
internal sealed class Straight : IWebSocketHandler<Straight>
{
    public static WebSocketHandlerDefinition Definition { get; } = new()
    {
        Handler = typeof(Straight),
        Name = "Straight",
        Path = "/straight",
        Features = WebSocketHandlerFeatures.NamedMessages,
        CreateDispatcher = static json => new Dispatcher(json),
    };

    private sealed class Dispatcher(WebSocketJson json) : WebSocketDispatcher
    {
        public WebSocketReader<Pair> PairReader { get; } = new PairReader();

        public WebSocketWriter<Total> TotalWriter { get; } = json.Outgoing(new TotalWriter());

        public override WebSocketSession CreateSession(IServiceProvider services) => new Session(this, services);
    }

    private sealed class Session(Dispatcher dispatcher, IServiceProvider services) : WebSocketSession(new Straight(), services)
    {
        public override bool TryDispatch(WebSocketMessageContext context, out ValueTask completion)
        {
            var pair = context.Read(dispatcher.PairReader);
            var total = new Total(pair.First + pair.Second);
            completion = System.Text.Encoding.UTF8.GetString(context.Name) switch
            {
                "reply" => context.ReplyAsync(total, dispatcher.TotalWriter),
                "send" => context.Connection.SendAsync(total),
                _ => context.Connection.To("*").SendAsync<object>(total),
            };
            return true;
        }
    }

    private sealed class PairReader : WebSocketReader<Pair>
    {
        public override Pair Read(ReadOnlySpan<byte> json, JsonReaderOptions options)
        {
            var reader = new Utf8JsonReader(json, options);
            var (first, second) = (0, 0);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("1st"u8))
                {
                    reader.Read();
                    first = reader.GetInt32();
                }
                else if (reader.ValueTextEquals("2nd"u8))
                {
                    reader.Read();
                    second = reader.GetInt32();
                }
                else
                {
                    reader.Skip();
                }
            }

            reader.Read(); // nothing may follow
            return new Pair(first, second);
        }
    }

    private sealed class TotalWriter : WebSocketPayloadWriter<Total>
    {
        public override void Write(Utf8JsonWriter writer, Total message)
        {
            writer.WriteStartObject();
            writer.WriteNumber("in all"u8, message.Value);
            writer.WriteEndObject();
        }
    }
}
