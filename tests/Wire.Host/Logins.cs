using System.Security.Claims;

namespace WebSockets.Wire.Host;

/// <summary>Who has a name gets in under it.</summary>
[WebSocketHandler("/login/named")]
internal sealed partial class NamedLogin
{
    [OnLogin]
    ClaimsPrincipal? Login(HttpRequest request) => request.Query["name"] is [{ } name]
        ? new(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "name"))
        : null;

    [OnOpen]
    string Open(ClaimsPrincipal user, WebSocketConnection me) => $"{user.Identity!.Name} {ReferenceEquals(user, me.User)}";
}

/// <summary>Who has paid gets in; others are told what to do, and the door says who has knocked.</summary>
[WebSocketHandler("/login/paid")]
internal sealed partial class PaidLogin
{
    [OnLogin]
    async Task<IResult?> Login(HttpContext http, CancellationToken aborted)
    {
        await Task.Yield();
        aborted.ThrowIfCancellationRequested();
        return http.Request.Query["ticket"] == "good" ? null : TypedResults.Text("Pay first.", statusCode: StatusCodes.Status402PaymentRequired);
    }

    [OnOpen]
    string Open() => "welcome";

    [OnError]
    IResult Refused(WebSocketHandshakeException error, HttpContext? http) =>
        TypedResults.Text($"{error.StatusCode} at {http!.Request.Path}", statusCode: StatusCodes.Status418ImATeapot);
}

/// <summary>Nobody gets in, unless the option <c>Login</c> is off.</summary>
[WebSocketHandler("/login/never")]
internal sealed partial class NoLogin
{
    [OnLogin]
    ValueTask<bool> Login() => new(false);

    [OnOpen]
    string Open() => "in";
}

/// <summary>A door that falls apart: without an [OnError] that takes it.</summary>
[WebSocketHandler("/login/broken")]
internal sealed partial class BrokenLogin
{
    [OnLogin]
    bool Login() => throw new InvalidOperationException("the password of the door");

    [OnOpen]
    string Open() => "in";
}
