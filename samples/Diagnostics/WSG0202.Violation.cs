using WebSockets;

namespace WSG0202;

[WebSocketHandler("/playlist")]
public sealed partial class Playlist
{
    private readonly List<string> _songs = [];

    [OnMessage("add")]
    void Add(Song song) => _songs.Add(song.Title);

    [OnMessage("add")]
    void Remove(Song song) => _songs.Remove(song.Title);
}

public sealed record Song(string Title);
