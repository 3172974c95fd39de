using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace WebSockets.Wire.Host;

/// <summary>For whoever is known to the app, by the attribute alone.</summary>
[WebSocketHandler("/authorized/any")]
[Authorize]
internal sealed partial class AuthorizedAny
{
    [OnOpen]
    string Open(ClaimsPrincipal user) => user.Identity!.Name!;
}

/// <summary>For one role.</summary>
[WebSocketHandler("/authorized/admin")]
[Authorize(Roles = "admin")]
internal sealed partial class AuthorizedAdmin
{
    [OnOpen]
    string Open(ClaimsPrincipal user) => user.Identity!.Name!;
}

/// <summary>For everybody, but for some messages.</summary>
[WebSocketHandler("/authorized/messages")]
internal sealed partial class AuthorizedMessages
{
    [OnMessage("who")]
    string Who(ClaimsPrincipal user) => user.Identity?.Name ?? "nobody";

    [OnMessage]
    [Authorize(Roles = "admin")]
    Sum Add(Add add) => new(add.A + add.B);

    [OnMessage("adult")]
    [Authorize("adults")]
    [Authorize(AuthenticationSchemes = "Bearer")]
    string Adult() => "welcome";

    [OnMessage("renew")]
    void Renew(WebSocketConnection me) => me.RefreshUser(new(new ClaimsIdentity([new(ClaimTypes.Name, "bob"), new(ClaimTypes.Role, "admin")], "renewed")));
}

/// <summary>Takes the word of the Authorization header for who somebody is: <c>Bearer name-role</c>, a form that a subprotocol may have.</summary>
internal sealed class BearerHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        Request.Headers.Authorization.ToString().Split(' ', '-') is ["Bearer", var name, var role]
            ? AuthenticateResult.Success(new(new(new ClaimsIdentity([new(ClaimTypes.Name, name), new(ClaimTypes.Role, role)], Scheme.Name)), Scheme.Name))
            : AuthenticateResult.NoResult());
}

internal static class Bearers
{
    public static void AddBearers(this IServiceCollection services)
    {
        services.AddAuthentication("Bearer").AddScheme<AuthenticationSchemeOptions, BearerHandler>("Bearer", null);
        services.AddAuthorizationBuilder().AddPolicy("adults", policy => policy.RequireRole("admin", "grown-up"));
    }
}
