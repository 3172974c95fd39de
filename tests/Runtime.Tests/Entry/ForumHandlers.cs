using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Entry;

[Message]
internal sealed record Post(string Text);

[Message]
internal sealed record Renew(string Name, string Role, int? Seconds);

/// <summary>Messages for everybody, for some, and one by which the user becomes another.</summary>
[WebSocketHandler("/entry/forum")]
internal sealed partial class Forum(Journal journal)
{
    [OnMessage("who")]
    public string Who(ClaimsPrincipal user) => user.Identity?.Name ?? "nobody";

    [OnMessage, Authorize]
    public string Post(Post post, ClaimsPrincipal user)
    {
        journal.Write($"post {post.Text}");
        return $"{user.Identity!.Name}: {post.Text}";
    }

    [OnMessage("clear"), Authorize(Roles = "moderator, admin")]
    public string Clear()
    {
        journal.Write("clear");
        return "cleared";
    }

    [OnMessage("audit"), Authorize(AuthenticationSchemes = Tickets.Second)]
    public string Audit() => "audited";

    [OnMessage("free"), Authorize(Roles = "moderator"), AllowAnonymous]
    public string Free() => "free";

    [OnMessage]
    public void Renew(WebSocketConnection me, Renew renew, IHostClock time) =>
        me.RefreshUser(Tickets.User(renew.Name, renew.Role), renew.Seconds is { } seconds ? time.Value.GetUtcNow().AddSeconds(seconds) : null);

    [OnMessage, Authorize(Roles = "moderator")]
    public byte[] Picture(byte[] bytes)
    {
        journal.Write("picture");
        return bytes;
    }
}

/// <summary>Names of the app's policies.</summary>
internal static class Policies
{
    public const string Slow = "slow";
    public const string Missing = "grown-ups";
}

/// <summary>A policy whose handler takes its time, and one that is an attribute itself.</summary>
[WebSocketHandler("/entry/club")]
internal sealed partial class Club(Journal journal)
{
    [OnMessage, Authorize(Policies.Slow)]
    public string Post(Post post)
    {
        journal.Write($"post {post.Text}");
        return post.Text;
    }

    [OnMessage("name"), Authorize(Policies.Slow)]
    public string Name(ClaimsPrincipal user) => user.Identity!.Name!;

    [OnMessage("age"), MinimumAge(18)]
    public string Age() => "old enough";

    [OnError]
    public void Error(WebSocketMessageException error) => journal.Write($"{error.Error} {error.MessageName} {(int)error.CloseStatus}");
}

/// <summary>Its [OnError] does not want to hear of it.</summary>
[WebSocketHandler("/entry/gruff")]
internal sealed partial class GruffClub
{
    [OnMessage, Authorize]
    public string Post(Post post) => post.Text;

    [OnError]
    public void Error(WebSocketMessageException error) => throw new InvalidOperationException($"{error.Error}");
}

/// <summary>Plain payloads, without an envelope to answer in.</summary>
[WebSocketHandler("/entry/plain")]
internal sealed partial class PlainForum
{
    [OnMessage, Authorize(Roles = "moderator")]
    public string Text(WebSocketConnection me, string text) => $"{me.User.Identity!.Name}: {text}";

    [OnMessage]
    public void Renew(WebSocketConnection me, byte[] name) => me.RefreshUser(Tickets.User(System.Text.Encoding.UTF8.GetString(name), "moderator"));
}

/// <summary>Who a method's user is, where another scheme was asked than that of the connection's user.</summary>
[WebSocketHandler("/entry/guests")]
internal sealed partial class Guests
{
    [OnMessage("who"), Authorize(AuthenticationSchemes = Tickets.Second)]
    public string Who(ClaimsPrincipal user, WebSocketConnection me) => $"{NameOf(user)} on the connection of {NameOf(me.User)}";

    [OnMessage("scoped"), Authorize(AuthenticationSchemes = Tickets.Second)]
    public string Scoped(IHostClock clock, ClaimsPrincipal user) => $"{NameOf(user)} {clock.Value == TimeProvider.System}";

    [OnMessage("main"), Authorize]
    public string Main(ClaimsPrincipal user) => NameOf(user);

    [OnMessage("anybody")]
    public string Anybody(ClaimsPrincipal user) => NameOf(user);

    private static string NameOf(ClaimsPrincipal user) => user.Identity?.Name ?? "nobody";
}

internal abstract class GuardedBase
{
    [OnMessage("secret"), Authorize(Roles = "moderator")]
    public abstract string Secret();
}

/// <summary>The attributes stand on the method that it overrides.</summary>
[WebSocketHandler("/entry/derived")]
internal sealed partial class Derived : GuardedBase
{
    public override string Secret() => "secret";
}

[WebSocketHandler("/entry/missing-policy")]
internal sealed partial class MissingPolicy
{
    [OnMessage("post"), Authorize(Policies.Missing)]
    public string Post() => "posted";
}

[WebSocketHandler("/entry/missing-scheme")]
internal sealed partial class MissingScheme
{
    [OnMessage("post"), Authorize(AuthenticationSchemes = "Passport")]
    public string Post() => "posted";
}

/// <summary>A requirement that is its own attribute.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MinimumAgeAttribute(int age) : Attribute, IAuthorizationRequirement, IAuthorizationRequirementData
{
    public int Age { get; } = age;

    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];
}

/// <summary>Looks at the connection that the message came by.</summary>
internal sealed class MinimumAgeHandler : AuthorizationHandler<MinimumAgeAttribute, WebSocketConnection>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, MinimumAgeAttribute requirement, WebSocketConnection resource)
    {
        if (resource.Items["age"] is int age && age >= requirement.Age)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}

internal sealed class SlowRequirement : IAuthorizationRequirement;

/// <summary>Decides when the test lets it, with a service of the connection's scope.</summary>
internal sealed class SlowHandler(Gate gate, ScopedService scoped) : AuthorizationHandler<SlowRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, SlowRequirement requirement)
    {
        scoped.Asked();
        await gate.Opened;
        if (context.User.IsInRole("member"))
        {
            context.Succeed(requirement);
        }
    }
}

internal sealed class ScopedService(Journal journal) : IDisposable
{
    public void Asked() => journal.Write("asked");

    public void Dispose() => journal.Write("scope ends");
}

/// <summary>The host's clock as a service of a message.</summary>
internal interface IHostClock
{
    TimeProvider Value { get; }
}

internal sealed record HostClock(TimeProvider Value) : IHostClock;

/// <summary>Nothing has authenticated its user: it says itself how long it believes.</summary>
[WebSocketHandler("/entry/visitor")]
internal sealed partial class Visitor
{
    [OnOpen]
    public string Open(WebSocketConnection me, IHostClock time)
    {
        me.RefreshUser(Tickets.User("visitor"), time.Value.GetUtcNow().AddSeconds(10));
        return "welcome";
    }
}
