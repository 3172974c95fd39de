using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using WebSockets;

namespace Chat;

/// <summary>Who somebody is: a nickname, and an id that tells them from the next to take it.</summary>
public sealed record Account(string Id, string Nickname)
{
    private const int MinLength = 2;
    private const int MaxLength = 20;

    /// <summary>The channel of all the account's connections, in whichever rooms.</summary>
    public string Channel => $"account:{Id}";

    public static Account? Of(ClaimsPrincipal user) =>
        user.FindFirstValue(ClaimTypes.NameIdentifier) is { } id && user.Identity is { IsAuthenticated: true, Name: { } nickname } ? new(id, nickname) : null;

    public static Account? TryCreate(string? nickname)
    {
        nickname = nickname?.Trim();
        var isGood = nickname is { Length: >= MinLength and <= MaxLength }
            && char.IsLetterOrDigit(nickname[0])
            && nickname.All(c => char.IsLetterOrDigit(c) || c is ' ' or '.' or '_' or '-')
            && !nickname.Contains("  ", StringComparison.Ordinal);
        return isGood ? new(Guid.NewGuid().ToString("N"), nickname!) : null;
    }

    public ClaimsPrincipal ToPrincipal() => new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, Id), new(ClaimTypes.Name, Nickname)],
        CookieAuthenticationDefaults.AuthenticationScheme));
}

/// <summary>Who has which nickname: whoever is connected, or was a short while ago.</summary>
public sealed class Nicknames(WebSocketConnections<ChatHandler> connections, TimeProvider time)
{
    private const int ManyClaims = 1000;

    private static readonly TimeSpan HeldFor = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (Account Account, DateTimeOffset At)> _claims = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the nickname for the account, unless it is the account's already. False: it is somebody else's.</summary>
    public bool Claim(Account account)
    {
        lock (_gate)
        {
            if (_claims.TryGetValue(account.Nickname, out var claim) && claim.Account.Id != account.Id && IsHeld(claim))
            {
                return false;
            }

            if (_claims.Count >= ManyClaims)
            {
                foreach (var old in _claims.Where(other => !IsHeld(other.Value)).ToArray())
                {
                    _claims.Remove(old.Key);
                }
            }

            _claims[account.Nickname] = (account, time.GetUtcNow());
            return true;
        }
    }

    /// <summary>Holds the nickname for a while longer, unless it was given back.</summary>
    public void Hold(Account account)
    {
        lock (_gate)
        {
            if (_claims.TryGetValue(account.Nickname, out var claim) && claim.Account.Id == account.Id)
            {
                _claims[account.Nickname] = (account, time.GetUtcNow());
            }
        }
    }

    public void Release(Account account)
    {
        lock (_gate)
        {
            if (_claims.TryGetValue(account.Nickname, out var claim) && claim.Account.Id == account.Id)
            {
                _claims.Remove(account.Nickname);
            }
        }
    }

    private bool IsHeld((Account Account, DateTimeOffset At) claim) =>
        time.GetUtcNow() - claim.At < HeldFor || connections.In(claim.Account.Channel).Count > 0;
}

internal static class AccountEndpoints
{
    public static void AddChatAccounts(this IServiceCollection services)
    {
        services.AddSingleton<Nicknames>();
        services.AddAuthorization();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            options.LoginPath = "/login";
            options.Cookie.Name = "chat";
            options.Cookie.HttpOnly = true;

            // Other sites' forms and scripts come without the cookie.
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.ExpireTimeSpan = TimeSpan.FromHours(12);
        });
    }

    public static void MapAccounts(this WebApplication app)
    {
        app.MapPost("/login", LogInAsync);
        app.MapPost("/logout", LogOutAsync);
        app.MapGet("/me", MeAsync);
    }

    private static async Task LogInAsync(HttpContext http)
    {
        if (IsOfOtherSite(http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        if (Account.TryCreate(form["nickname"]) is not { } account)
        {
            http.Response.Redirect("/login?problem=nickname");
        }
        else if (!http.RequestServices.GetRequiredService<Nicknames>().Claim(account))
        {
            http.Response.Redirect("/login?problem=taken");
        }
        else
        {
            await http.SignInAsync(account.ToPrincipal());
            http.Response.Redirect("/");
        }
    }

    private static async Task LogOutAsync(HttpContext http)
    {
        if (IsOfOtherSite(http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (Account.Of(http.User) is { } account)
        {
            // The cookie was read once, at the handshake: what was opened with it has to be closed.
            foreach (var connection in http.RequestServices.GetRequiredService<WebSocketConnections<ChatHandler>>().In(account.Channel))
            {
                await connection.CloseAsync(ChatHandler.LoggedOut, "Logged out.");
            }

            http.RequestServices.GetRequiredService<Nicknames>().Release(account);
        }

        await http.SignOutAsync();
        http.Response.Redirect("/login");
    }

    private static Task MeAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        var account = Account.Of(http.User);
        var isHeld = account is not null && http.RequestServices.GetRequiredService<Nicknames>().Claim(account);
        return http.Response.WriteAsJsonAsync(new Me(isHeld ? account!.Nickname : null), ChatJson.Default.Me);
    }

    // A cookie that another site may not use does not keep it from logging its visitors in; where the form came from does.
    private static bool IsOfOtherSite(HttpRequest request) =>
        request.Headers.Origin is [{ } origin] && origin != $"{request.Scheme}://{request.Host}";
}
