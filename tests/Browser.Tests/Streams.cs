using System.Globalization;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;

namespace WebSockets.Browser.Tests;

/// <summary>Tells how its request came, echoes, and closes with the status that it is told.</summary>
[WebSocketHandler("/streams")]
internal sealed partial class Streams
{
    [OnOpen]
    public string Open(HttpContext http) => $"{http.Request.Protocol} {http.Request.Method}";

    [OnMessage]
    public async ValueTask<string?> Text(WebSocketConnection me, string text)
    {
        if (!text.StartsWith("close ", StringComparison.Ordinal))
        {
            return text;
        }

        await me.CloseAsync((WebSocketCloseStatus)int.Parse(text["close ".Length..], CultureInfo.InvariantCulture));
        return null;
    }

    [OnMessage]
    public byte[] Binary(byte[] bytes) => bytes;
}
