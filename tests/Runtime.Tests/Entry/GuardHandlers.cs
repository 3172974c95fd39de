using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace WebSockets.Runtime.Tests.Entry;

[AttributeUsage(AttributeTargets.Method)]
file sealed class LocalAttribute : ModeratorsAttribute;

[AttributeUsage(AttributeTargets.Method, Inherited = false)]
internal class ModeratorsAttribute : AuthorizeAttribute
{
    public ModeratorsAttribute() => Roles = "moderator";
}

[Experimental("TRY")]
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TryAttribute(object role, int more) : AuthorizeAttribute, IAuthorizeData
{
    string? IAuthorizeData.Roles { get; set; } = $"{role}{(more > 0 ? "" : "!")}";
}

[Obsolete("It is old.", DiagnosticId = "OLD")]
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OldAttribute : Attribute, IAuthorizeData
{
    public string? Policy { get; set; }

    public string? Roles { get; set; } = "moderator";

    public string? AuthenticationSchemes { get; set; }
}

/// <summary>It asks for nothing, which the generator cannot know of a partial type.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed partial class AuditedAttribute : Attribute;

#pragma warning disable TRY, OLD // it is the point
internal abstract class GuardedRoot
{
    [OnMessage("hidden"), Hidden]
    public string OfHidden() => "hidden";

    [OnMessage("overridden"), Moderators]
    public abstract string Overridden();

    [OnMessage("hidden-base")]
    protected virtual string Late() => "hidden-base";

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class HiddenAttribute : ModeratorsAttribute;
}

internal abstract class GuardedGeneric<T> : GuardedRoot
{
    [OnMessage("generic"), Moderators]
    public string Generic(Dictionary<string, T?[]>? map) => "generic";
}

/// <summary>Message methods that only moderators may send to, each by another kind of attribute or declaration.</summary>
[WebSocketHandler("/entry/guarded", Payload = "d")]
internal sealed partial class GuardedForum : GuardedGeneric<int>
{
    [OnMessage("local"), Local]
    public string OfLocal() => "local";

    [OnMessage("experimental"), Try("moderator", 1)]
    public string OfExperimental() => "experimental";

    [OnMessage("obsolete"), Old]
    public string OfObsolete() => "obsolete";

    public override string Overridden() => "overridden";

    [Moderators]
    protected override string Late() => "hidden-base";

    [OnMessage("static"), Moderators]
    public static string OfStatic(WebSocketConnection me, ClaimsPrincipal user) => "static";

    [OnMessage("overload"), Moderators]
    private string Overload(int? number) => "overload";

    [OnMessage("overload-too"), Moderators]
    private string Overload(string? text, ClaimsPrincipal user) => "overload-too";

    [OnMessage("overload-free")]
    private string Overload() => "overload-free";

    [OnMessage(1), Moderators]
    public string Numbered() => "numbered";
}

/// <summary>None of its attributes asks for anything, so that the app need not have any authorization.</summary>
[WebSocketHandler("/entry/audited")]
internal sealed partial class Audited
{
    [OnMessage("free"), Audited]
    public string Free(ClaimsPrincipal user) => user.Identity?.Name ?? "nobody";
}
