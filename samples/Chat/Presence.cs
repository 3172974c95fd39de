using System.Threading.Channels;
using WebSockets;

namespace Chat;

/// <summary>
/// Tells the rooms who is here. The first change is told at once; of those that come soon after it, when many come or go together, each room
/// gets one list.
/// </summary>
public sealed class Presence(Rooms rooms, WebSocketConnections<ChatHandler> connections, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Channel<RoomName> _changed = Channel.CreateUnbounded<RoomName>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Somebody has come into the room, or left it.</summary>
    public void Changed(RoomName room) => _changed.Writer.TryWrite(room);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _changed.Reader.WaitToReadAsync(stoppingToken))
        {
            var changed = new HashSet<RoomName>();
            while (_changed.Reader.TryRead(out var room))
            {
                changed.Add(room);
            }

            foreach (var room in changed)
            {
                await connections.To(room.Channel).SendAsync(new People(PeopleIn(room)), stoppingToken);
            }

            await connections.All.SendAsync(new RoomList([.. rooms.Names.Select(name => new RoomInfo(name.Value, PeopleIn(name).Length))]), stoppingToken);
            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    // Who has two tabs open is here once.
    private string[] PeopleIn(RoomName room) =>
    [
        .. connections.In(room.Channel)
            .Select(connection => Account.Of(connection.User)!.Nickname)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase),
    ];
}
