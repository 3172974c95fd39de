using WebSockets;

namespace WSG0202;

[WebSocketHandler("/playlist")]
public sealed partial class Playlist
{
    private readonly List<string> _songs = [];

    [OnMessage("song")]
    void Add(Song song) => _songs.Add(song.Title);

    [OnMessage("song")]
    void Remove(Song song) => _songs.Remove(song.Title);
}

public sealed record Song(string Title);
