using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace WebSockets.Runtime.Tests.Entry;

/// <summary>Says who has come, and what is left of the address and of the offer.</summary>
[WebSocketHandler("/entry/who", Protocols = ["chat.v2", "chat.v1"]), Authorize]
internal sealed partial class Who
{
    [OnOpen]
    public string Open(WebSocketConnection me, HttpContext http) => string.Join(
        '|', me.User.Identity!.Name, me.Protocol, http.Request.QueryString, http.Request.Headers.SecWebSocketProtocol, http.Features.Get<IHttpRequestFeature>()!.RawTarget);
}

/// <summary>For everybody.</summary>
[WebSocketHandler("/entry/anyone")]
internal sealed partial class Anyone
{
    [OnOpen]
    public string Open(WebSocketConnection me, HttpRequest request) => $"{me.User.Identity?.Name}|{request.Headers.Authorization}";
}

[Message]
internal sealed record Token(string Value);

[Message]
internal sealed record Renewed(bool Done);

/// <summary>Takes a renewed token, as docs/security.md shows it.</summary>
[WebSocketHandler("/entry/renewing"), Authorize]
internal sealed partial class Renewing
{
    [OnMessage]
    public async Task<Renewed> Renew(WebSocketConnection me, Token renew, IOptionsMonitor<JwtBearerOptions> jwt)
    {
        var parameters = jwt.Get(JwtBearerDefaults.AuthenticationScheme).TokenValidationParameters;
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(renew.Value, parameters);
        var subject = me.User.FindFirst("sub")?.Value;
        if (subject is null || !result.IsValid || result.ClaimsIdentity.FindFirst("sub")?.Value != subject)
        {
            return new Renewed(false);           // of another user, or of none
        }

        me.RefreshUser(new ClaimsPrincipal(result.ClaimsIdentity), result.SecurityToken.ValidTo);
        return new Renewed(true);
    }
}
