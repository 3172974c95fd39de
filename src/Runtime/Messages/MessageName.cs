using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace WebSockets.Messages;

/// <summary>The name of a message on the wire: a string or an integer, which are never the same name.</summary>
internal sealed class MessageName
{
    public MessageName(string name) => (Key, Text, Json) = (name, name, EnvelopeShape.Quote(name));

    public MessageName(long number)
    {
        (Key, Text) = (number, number.ToString(CultureInfo.InvariantCulture));
        Json = Encoding.UTF8.GetBytes(Text);
    }

    /// <summary>What equals that of the same name: a <see cref="string"/> or a <see cref="long"/>.</summary>
    public object Key { get; }

    /// <summary>As metrics and logs have it.</summary>
    public string Text { get; }

    /// <summary>As JSON has it: a string with its quotes, an integer without.</summary>
    public byte[] Json { get; }

    /// <summary>The name that a type has by its [Message]; null: it has none. This is reflection: each handler that is mapped keeps the answer.</summary>
    public static MessageName? Of(Type type) => type.GetCustomAttribute<MessageAttribute>(inherit: false) switch
    {
        null => null,
        { Number: { } number } => new(number),
        { Name: { Length: > 0 } name } => new(name),
        _ => new(JsonNamingPolicy.CamelCase.ConvertName(SourceName.Of(type))),
    };
}
