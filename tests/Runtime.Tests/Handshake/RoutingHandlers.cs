using Microsoft.AspNetCore.Authorization;

namespace WebSockets.Runtime.Tests.Handshake;

/// <summary>Something that an app marks its handlers with.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class AudienceAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

[WebSocketHandler("/secret"), Authorize, Audience("staff")]
internal sealed partial class Secret
{
    [OnOpen]
    public string Open(WebSocketConnection me) => me.User.Identity?.Name ?? "nobody";
}
