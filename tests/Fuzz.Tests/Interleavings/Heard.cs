using System.Globalization;
using System.Net.WebSockets;
using System.Text;

namespace WebSockets.Fuzz.Tests.Interleavings;

/// <summary>What has come to the client of a seat, in its order; and whether that is all that had to.</summary>
internal sealed class Heard(Seat seat, Terms terms)
{
    private const int Replies = -1;

    private readonly Dictionary<int, List<int>> _numbers = [];
    private readonly Dictionary<string, int> _last = [];

    /// <summary>How many lines and replies have come.</summary>
    public int Count => _numbers.Sum(heard => heard.Value.Count);

    // Under Latest what is new takes the place of what is old, before what is less old and has another key.
    private bool OvertakesOtherKeys => terms.Policy == SlowConsumerPolicy.Latest;

    public void Add(WebSocketMessageType type, byte[] payload)
    {
        if (payload.AsSpan().StartsWith("reply "u8))
        {
            Add(Replies, $"replies{(OvertakesOtherKeys ? type : "")}", int.Parse(payload.AsSpan(6), CultureInfo.InvariantCulture));
        }
        else if (Line.Parse(type, payload) is { } line)
        {
            Add(line.Actor, OvertakesOtherKeys ? line.Key : $"actor {line.Actor}", line.Number);
        }
        else
        {
            seat.Fault($"{type} {Encoding.UTF8.GetString(payload)} was never said");
        }
    }

    /// <summary>To a seat that only its own client ends all has come that it was owed, but for what its policy has dropped.</summary>
    /// <param name="actors">How many have sent to it.</param>
    /// <param name="said">How many messages the client has sent, each of which is answered.</param>
    public void Check(int actors, int said)
    {
        if (seat.Handled != said)
        {
            seat.Fault($"{said} were sent, and {seat.Handled} handled");
        }

        var (dropped, perhaps) = (CheckAll(Replies, [.. Enumerable.Range(0, said)], []), 0);
        for (var actor = 0; actor < actors; actor++)
        {
            dropped += CheckAll(actor, seat.OwedBy(actor), seat.MayGet(actor));
            perhaps += seat.MayGet(actor).Except(Of(actor)).Count();
        }

        // Of those of which nobody knows whether they were meant for it, some may have been dropped.
        var counted = seat.Connection!.DroppedMessages;
        if (counted < dropped || counted > dropped + perhaps)
        {
            seat.Fault($"{dropped} have not come, and perhaps {perhaps} more, but {counted} were counted as dropped");
        }
    }

    // All replies are of one kind or the other, and after the last of all comes none of its kind.
    private static string KeyOf(int actor, int number) => actor == Replies ? "replies" : Line.Of(actor, number).Key;

    private List<int> Of(int actor) => _numbers.TryGetValue(actor, out var heard) ? heard : _numbers[actor] = [];

    private void Add(int actor, string key, int number)
    {
        if (_last.TryGetValue(key, out var last) && last >= number)
        {
            seat.Fault($"{number} of {key} comes after {last}");
        }

        _last[key] = number;
        Of(actor).Add(number);
    }

    // How many have not come, which may be where something can be dropped.
    private int CheckAll(int actor, IReadOnlyCollection<int> owed, IReadOnlyCollection<int> possible)
    {
        var heard = Of(actor);
        var missing = owed.Except(heard).ToArray();
        var isNewestMissing = terms.KeepsNewest && missing.Any(number => !heard.Exists(other => other > number && KeyOf(actor, other) == KeyOf(actor, number)));
        if (isNewestMissing || (terms.KeepsAll && missing.Length > 0) || heard.Except(owed).Except(possible).Any())
        {
            seat.Fault($"{(actor == Replies ? "to it" : $"by actor {actor}")} were sent [{string.Join(" ", owed)}], and perhaps [{string.Join(" ", possible)}], and [{string.Join(" ", heard)}] came");
        }

        return missing.Length;
    }
}
