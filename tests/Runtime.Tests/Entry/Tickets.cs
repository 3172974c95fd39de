using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Entry;

/// <summary>Believes what a request says of its user: <c>X-{scheme}: name role expires</c>, where the last is in seconds from now.</summary>
internal sealed class Tickets(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Main = "Main";
    public const string Second = "Second";

    /// <summary>Main is the default scheme; the middleware authenticates by it, and authorizes.</summary>
    public static void Use(TestHostSetup setup)
    {
        var services = setup.Services;
        setup.Services = all =>
        {
            services(all);
            all.AddAuthentication(Main)
                .AddScheme<AuthenticationSchemeOptions, Tickets>(Main, null)
                .AddScheme<AuthenticationSchemeOptions, Tickets>(Second, null);
            all.AddAuthorization();
        };
        setup.Middleware = app => app.UseAuthentication().UseAuthorization();
    }

    public static ClaimsPrincipal User(string name, params string[] roles) =>
        new(new ClaimsIdentity([new(ClaimTypes.Name, name), .. roles.Select(role => new Claim(ClaimTypes.Role, role))], "ticket"));

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[$"X-{Scheme.Name}"] is not [{ } ticket])
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var parts = ticket.Split(' ');
        var properties = new AuthenticationProperties();
        if (parts is [_, _, var seconds])
        {
            properties.ExpiresUtc = TimeProvider.GetUtcNow().AddSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
        }

        return Task.FromResult(AuthenticateResult.Success(new(User(parts[0], parts[1..]), properties, Scheme.Name)));
    }
}
