namespace WebSockets.Hosting;

/// <summary>Sets options of every handler of an app.</summary>
internal sealed record CommonOptions(Action<WebSocketHandlerOptions> Configure);
