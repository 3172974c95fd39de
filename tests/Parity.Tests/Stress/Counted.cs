using System.Globalization;

namespace WebSockets.Parity.Tests.Stress;

/// <summary>A message that says all that is needed to check it.</summary>
/// <param name="Target">The channels that it was sent to.</param>
/// <param name="Round">The round that it was sent in.</param>
/// <param name="Sender">Who sent it.</param>
/// <param name="Number">Counts the messages of this sender to this target in this round.</param>
internal readonly record struct Counted(string Target, int Round, int Sender, int Number)
{
    /// <summary>Sent while members come and go, in no round.</summary>
    public const int NoRound = -1;

    public static Counted Parse(string text)
    {
        var parts = text.Split('|');
        return new(parts[0], Number(1), Number(2), Number(3));

        int Number(int part) => int.Parse(parts[part], CultureInfo.InvariantCulture);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Target}|{Round}|{Sender}|{Number}");
}
