using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace WebSockets.Fuzz.Tests.Interleavings;

/// <summary>What an actor says: the number of the line decides its kind and its length, so that a mixed or a cut one shows.</summary>
[Message("line")]
internal sealed record Line(int Actor, int Number, string Pad)
{
    private static readonly int[] Lengths = [0, 5, 130, 1, 40, 2000, 126, 9, 70, 60_000];

    /// <summary>The first number from this on whose line is of the longest.</summary>
    public static int NextOfTheLongest(int number) => number + (Lengths.Length - 1 - (number % Lengths.Length));

    public static Line Of(int actor, int number) => new(actor, number, new string((char)('a' + (actor + number) % 26), Lengths[number % Lengths.Length]));

    /// <summary>Under Latest, what only the newest of waits: nobody else's line, so that the model knows which that is.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"actor {Actor}, kind {Number % 3}");

    public ValueTask SendAsync(WebSocketConnection to) => (Number % 3) switch
    {
        0 => to.SendTextAsync(ToString()),
        1 => to.SendAsync(this),
        _ => to.SendBinaryAsync(Encoding.UTF8.GetBytes(ToString())),
    };

    public ValueTask SendAsync(WebSocketGroup to) => (Number % 3) switch
    {
        0 => to.SendTextAsync(ToString()),
        1 => to.SendAsync(this),
        _ => to.SendBinaryAsync(Encoding.UTF8.GetBytes(ToString())),
    };

    public ValueTask BroadcastAsync(WebSocketGroup to) => (Number % 3) switch
    {
        0 => to.BroadcastTextAsync(ToString()),
        1 => to.BroadcastAsync(this),
        _ => to.BroadcastBinaryAsync(Encoding.UTF8.GetBytes(ToString())),
    };

    /// <summary>The line that a message is; null if it is not just as it was said.</summary>
    public static Line? Parse(WebSocketMessageType type, byte[] payload)
    {
        try
        {
            var text = Encoding.UTF8.GetString(payload);
            Line line;
            if (text.StartsWith('{'))
            {
                using var json = JsonDocument.Parse(payload);
                line = Of(json.RootElement.GetProperty("actor").GetInt32(), json.RootElement.GetProperty("number").GetInt32());
                return json.RootElement.GetProperty("pad").GetString() == line.Pad && type == WebSocketMessageType.Text && line.Number % 3 == 1 ? line : null;
            }

            var words = text.Split(' ');
            line = Of(int.Parse(words[0], CultureInfo.InvariantCulture), int.Parse(words[1], CultureInfo.InvariantCulture));
            return text == line.ToString() && line.Number % 3 == (type == WebSocketMessageType.Text ? 0 : 2) ? line : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or IndexOutOfRangeException or KeyNotFoundException)
        {
            return null;
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Actor} {Number} {Pad}");
}
