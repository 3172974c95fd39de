using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;

namespace WebSockets.Fuzz.Tests.Interleavings;

/// <summary>Where the handlers of one host find their seats, and on what terms it plays: a singleton service.</summary>
internal sealed class Stage(Terms terms)
{
    public Terms Terms => terms;

    public ConcurrentDictionary<int, Seat> Seats { get; } = new();
}

/// <summary>Sends back what it gets, and tells its seat of all that happens. Some of its methods complete at once, and others later.</summary>
[WebSocketHandler("/play/{number}")]
internal sealed partial class Player(Stage stage)
{
    private Seat _seat = null!;

    [OnOpen]
    async ValueTask Open(WebSocketConnection me, int number)
    {
        _seat = stage.Seats[number];
        _seat.Open(me);
        if (number % 3 == 0)
        {
            await Task.Yield();
        }

        me.Channels.Add($"c{number % 3}");
        _seat.Opened();
    }

    [OnMessage]
    ValueTask<string> Text(WebSocketConnection me, string text)
    {
        var number = int.Parse(text, CultureInfo.InvariantCulture);
        _seat.Begin(number);
        if (number % 4 != 0)
        {
            _seat.End();
            return ValueTask.FromResult(Reply(number));
        }

        return LaterAsync(me, number);
    }

    [OnMessage]
    byte[] Binary(ReadOnlyMemory<byte> bytes)
    {
        var number = int.Parse(bytes.Span, CultureInfo.InvariantCulture);
        _seat.Begin(number);
        _seat.End();
        return Encoding.UTF8.GetBytes(Reply(number));
    }

    [OnClose]
    async ValueTask Close(WebSocketCloseStatus? status)
    {
        _seat.Close(status);
        if (_seat.Number % 2 == 0)
        {
            await Task.Yield();
        }
    }

    private static string Reply(int number) => $"reply {number}";

    private async ValueTask<string> LaterAsync(WebSocketConnection me, int number)
    {
        for (var i = 0; i <= number % 3; i++)
        {
            await Task.Yield();
        }

        me.Channels.Set($"c{number % 3}", "odd");
        _seat.End();
        return Reply(number);
    }
}
