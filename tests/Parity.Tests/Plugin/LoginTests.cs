using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using WebSockets.Testing;

namespace WebSockets.Parity.Tests.Plugin;

/// <summary><c>websocket_on_login</c>, and the option <c>login: 0</c>.</summary>
public sealed partial class LoginTests
{
    private const string Cookie = "example.session=s3cret";

    [Test]
    public async Task websocket_on_login_admits_a_client_whose_cookie_is_the_web_apps()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<CookieLogin>());
        await using var client = await app.ConnectAsync("/login/cookie", options => options.SetRequestHeader("Cookie", Cookie));

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("welcome"));
    }

    [TestCase("example.session=guess")]
    [TestCase("other=s3cret")]
    [TestCase(null)]
    public async Task websocket_on_login_refuses_any_other_client_with_401_before_it_has_a_connection(string? cookie)
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<CookieLogin>());

        var status = await TestClient.HandshakeAsync(app.Ws("/login/cookie"), options => options.SetRequestHeader("Cookie", cookie));

        Assert.That(status, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task The_user_whom_websocket_on_login_returns_is_the_connections()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<UserLogin>());
        await using var client = await app.ConnectAsync("/login/user", options => options.SetRequestHeader("X-User", "yanick"));

        Assert.That(await client.AskAsync("who am I?"), Is.EqualTo("yanick"));
    }

    [Test]
    public async Task No_user_from_websocket_on_login_refuses_with_401()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<UserLogin>());

        Assert.That(await TestClient.HandshakeAsync(app.Ws("/login/user")), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task websocket_on_login_may_answer_a_refused_client_itself()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<ResultLogin>());

        using var response = await app.Client.SendAsync(Handshake.Request("/login/result"), Bounded.Token);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.PaymentRequired));
        Assert.That(await response.Content.ReadAsStringAsync(Bounded.Token), Is.EqualTo("pay first"));
    }

    [Test]
    public async Task login_0_by_code_admits_everybody()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<CookieLogin>(options => options.Login = false));
        await using var client = await app.ConnectAsync("/login/cookie");

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("welcome"));
    }

    [Test]
    public async Task login_0_by_configuration_admits_everybody()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapWebSocketHandler<CookieLogin>(),
            configuration: new() { ["WebSockets:CookieLogin:Login"] = "false" });
        await using var client = await app.ConnectAsync("/login/cookie");

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("welcome"));
    }

    [WebSocketHandler("/login/cookie")]
    internal sealed partial class CookieLogin
    {
        [OnLogin]
        bool Login(HttpRequest request) => request.Cookies["example.session"] == "s3cret";

        [OnOpen]
        string Open() => "welcome";
    }

    [WebSocketHandler("/login/user")]
    internal sealed partial class UserLogin
    {
        [OnLogin]
        static async Task<ClaimsPrincipal?> Login(HttpContext http)
        {
            await Task.Yield();
            return http.Request.Headers["X-User"] is [{ } name] ? new(new ClaimsIdentity([new(ClaimTypes.Name, name)], "test")) : null;
        }

        [OnMessage]
        string? WhoAmI(ClaimsPrincipal user, string question) => user.Identity!.Name;
    }

    [WebSocketHandler("/login/result")]
    internal sealed partial class ResultLogin
    {
        [OnLogin]
        IResult? Login() => TypedResults.Text("pay first", statusCode: StatusCodes.Status402PaymentRequired);

        [OnOpen]
        void Open()
        {
        }
    }
}
