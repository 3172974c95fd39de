using Microsoft.AspNetCore.Mvc;
using WebSockets;

namespace WSG0206;

[WebSocketHandler("/news/{topic}")]
public sealed partial class NewsFeed
{
    [OnOpen]
    string? Open(string topic, [FromServices] Headlines headlines) => headlines.Last(topic);
}

public sealed class Headlines
{
    private readonly Dictionary<string, string> _last = [];

    public string? Last(string topic) => _last.GetValueOrDefault(topic);
}
