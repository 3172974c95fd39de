using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Handshake;

/// <summary>A handler is an endpoint like any other: groups, path bases, metadata and middleware hold for it.</summary>
internal sealed class RoutingTests
{
    [TestCase(true, TestName = "UseWebSockets does no harm")]
    [TestCase(false, TestName = "UseWebSockets is not needed")]
    public async Task With_or_without_UseWebSockets_a_connection_works(bool used)
    {
        await using var host = await TestHost.StartAsync<Echo>(setup: setup => setup.Middleware = app =>
        {
            if (used)
            {
                app.UseWebSockets();
            }
        });
        await using var client = await host.ConnectAsync("/echo");

        await client.SendTextAsync("hello");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("hello"));
        await client.CloseAsync();
    }

    [Test]
    public async Task A_handler_in_a_group_has_its_prefix_and_its_variables()
    {
        await using var host = await TestHost.StartAsync(app => app.MapGroup("/api/{tenant}").MapWebSocketHandler<Echo>());

        await using var client = await host.ConnectAsync("/api/acme/echo");
        Assert.That((await host.AnswerAsync(host.Handshake("/echo"))).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task A_handler_is_reached_below_a_path_base()
    {
        await using var host = await TestHost.StartAsync<Echo>(setup: setup => setup.Middleware = app => app.UsePathBase("/app").UseRouting());

        await using var client = await host.ConnectAsync("/app/echo");
    }

    [Test]
    public async Task The_option_Path_takes_the_place_of_the_attribute()
    {
        await using var host = await TestHost.StartAsync<Echo>(options => options.Path = "/elsewhere");

        await using var client = await host.ConnectAsync("/elsewhere");
        Assert.That((await host.AnswerAsync(host.Handshake("/echo"))).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Attributes_of_the_class_are_metadata_of_its_endpoint()
    {
        await using var host = await TestHost.StartAsync<Secret>(setup: UseTickets);
        var endpoint = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.Single();

        Assert.That(endpoint.Metadata.GetMetadata<IAuthorizeData>(), Is.Not.Null);
        Assert.That(endpoint.Metadata.GetMetadata<AudienceAttribute>()?.Name, Is.EqualTo("staff"));
        Assert.That(endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods, Is.EquivalentTo(new[] { "GET", "CONNECT" }));
    }

    [Test]
    public async Task Authorize_refuses_whom_authentication_does_not_know()
    {
        await using var host = await TestHost.StartAsync<Secret>(setup: UseTickets);

        Assert.That((await host.AnswerAsync(host.Handshake("/secret"))).Status, Is.EqualTo(401));

        await using var client = await host.DialAsync();
        await client.OpenAsync(host.Handshake("/secret").Add("X-User", "ann"));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("ann"));
    }

    [Test]
    public async Task A_convention_of_the_map_holds_for_the_handler()
    {
        await using var host = await TestHost.StartAsync(app => app.MapWebSocketHandler<Echo>().RequireAuthorization(), UseTickets);

        Assert.That((await host.AnswerAsync(host.Handshake("/echo"))).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task A_request_timeout_does_not_end_a_connection()
    {
        await using var host = await TestHost.StartAsync(
            app => app.MapWebSocketHandler<Echo>().WithRequestTimeout(TimeSpan.FromMilliseconds(50)),
            setup =>
            {
                setup.Services = services => services.AddRequestTimeouts();
                setup.Middleware = app => app.UseRouting().UseRequestTimeouts().Use(async (http, next) =>
                {
                    // Whatever the limit would do, it has done when a token of the same length has fired and the connection still answers.
                    using var sameLimit = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
                    using var fired = sameLimit.Token.Register(() => app.Services.GetRequiredService<Journal>().Write("limit"));
                    await next(http);
                    await Bounded.Until(() => sameLimit.IsCancellationRequested, "the limit has passed, also where the request is over before the connection");
                });
            });
        await using var client = await host.ConnectAsync("/echo");
        await Bounded.Until(() => host.Journal.Count("limit") == 1, "the limit has passed");

        await client.SendTextAsync("still here");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("still here"));
        await client.CloseAsync();
    }

    [Test]
    public async Task The_limits_of_a_request_body_do_not_hold_for_a_connection()
    {
        await using var host = await TestHost.StartAsync<Echo>(setup: setup => setup.Services = services =>
            services.Configure<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = 100));
        await using var client = await host.ConnectAsync("/echo");

        await client.SendBinaryAsync(new byte[20_000]);

        Assert.That(await client.ReceiveBinaryAsync(), Has.Length.EqualTo(20_000));
    }

    private static void UseTickets(TestHostSetup setup)
    {
        setup.Services = services => services
            .AddAuthenticationCore(options =>
            {
                options.DefaultScheme = "header";
                options.AddScheme<HeaderAuthentication>("header", null);
            })
            .AddTransient<HeaderAuthentication>()
            .AddAuthorization();
        setup.Middleware = app => app.UseAuthentication().UseAuthorization();
    }

    /// <summary>Believes the header X-User.</summary>
    private sealed class HeaderAuthentication : IAuthenticationHandler
    {
        private HttpContext _http = null!;

        public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
        {
            _http = context;
            return Task.CompletedTask;
        }

        public Task<AuthenticateResult> AuthenticateAsync()
        {
            if (_http.Request.Headers["X-User"] is not [{ } name])
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "header"));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(user, "header")));
        }

        public Task ChallengeAsync(AuthenticationProperties? properties) => RefuseAsync(StatusCodes.Status401Unauthorized);

        public Task ForbidAsync(AuthenticationProperties? properties) => RefuseAsync(StatusCodes.Status403Forbidden);

        private Task RefuseAsync(int status)
        {
            _http.Response.StatusCode = status;
            return Task.CompletedTask;
        }
    }
}
