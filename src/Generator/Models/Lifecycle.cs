namespace WebSockets.Generator.Models;

/// <summary>What a method is called for: one for each lifecycle attribute.</summary>
internal enum Lifecycle
{
    Login,
    Open,
    Message,
    Close,
    Error,
    Ping,
    Pong,
}
