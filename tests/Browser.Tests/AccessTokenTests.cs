using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Playwright;
using WebSockets.Testing;

namespace WebSockets.Browser.Tests;

/// <summary>Says who has come, and lets few do more.</summary>
[WebSocketHandler("/guarded", Protocols = ["chat.v1"]), Authorize]
internal sealed partial class Guarded
{
    [OnOpen]
    public string Open(WebSocketConnection me) => $"{me.User.Identity!.Name} {me.Protocol}".Trim();

    [OnMessage("clear"), Authorize(Roles = "moderator")]
    public string Clear() => "cleared";
}

/// <summary>Pages bring their tokens, and a browser is content with the answers.</summary>
[Category("Browser")]
[NonParallelizable]
internal sealed class AccessTokenTests
{
    private WebApplication? _app;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private Visitor? _visitor;

    private IPage Page => _visitor!.Page;

    [OneTimeSetUp]
    public async Task Start()
    {
        var chromium = Chromium.Require();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseTransportUnderTest();
        builder.Services.AddAuthentication("Bearer").AddScheme<AuthenticationSchemeOptions, Believer>("Bearer", null);
        builder.Services.AddAuthorization();
        builder.Services.AddWebSocketHandlers().AddAccessTokens();
        _app = builder.Build();
        _app.MapGet("/", () => TypedResults.Text("<!doctype html><link rel=icon href=data:,><title>page</title>", "text/html"));
        _app.MapWebSocketHandler<Guarded>();
        await _app.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.LaunchAsync(_playwright, chromium);
        _visitor = await Visitor.ComeAsync(_browser, new Uri(_app.Urls.First()));
        await Page.GotoAsync("/");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_visitor is not null)
        {
            await _visitor.DisposeAsync();
        }

        await (_browser?.CloseAsync() ?? Task.CompletedTask);
        _playwright?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
    }

    [TestCase("/guarded?access_token=ann", "[]", "ann|")]
    [TestCase("/guarded", "['access_token', 'ann']", "ann|access_token")]
    [TestCase("/guarded", "['chat.v1', 'access_token', 'ann']", "ann chat.v1|chat.v1")]
    [TestCase("/guarded", "['chat.v9', 'access_token', 'ann']", "ann|access_token")]
    public async Task A_page_brings_its_token(string path, string protocols, string expected) =>
        Assert.That(await ConnectAsync(path, protocols), Is.EqualTo(expected));

    [TestCase("/guarded", "[]")]
    [TestCase("/guarded?access_token=", "[]")]
    [TestCase("/guarded?access_token=ann", "['access_token', 'bob']")]
    public async Task A_page_without_a_good_token_does_not_get_in(string path, string protocols) =>
        Assert.That(await ConnectAsync(path, protocols), Is.EqualTo("refused"));

    [Test]
    public async Task A_page_is_told_what_it_may_not_send()
    {
        var answer = await Page.EvaluateAsync<string>("""
            () => new Promise(resolve => {
              const socket = new WebSocket(`ws://${location.host}/guarded`, ['access_token', 'ann'])
              socket.onopen = () => socket.send('{"type":"clear"}')
              socket.onmessage = event => event.data === 'ann' || (resolve(event.data), socket.close())
              socket.onerror = () => resolve('refused')
            })
            """);

        Assert.That(answer, Is.EqualTo("""{"type":"error","code":"forbidden","message":"You may not send this message."}"""));
    }

    private Task<string> ConnectAsync(string path, string protocols) => Page.EvaluateAsync<string>($$"""
        () => new Promise(resolve => {
          const socket = new WebSocket(`ws://${location.host}{{path}}`, {{protocols}})
          socket.onmessage = event => (resolve(`${event.data}|${socket.protocol}`), socket.close())
          socket.onerror = () => resolve('refused')
        })
        """);

    /// <summary>Believes that whoever bears a name has it.</summary>
    private sealed class Believer(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            Request.Headers.Authorization.ToString().Split(' ') is ["Bearer", var name]
                ? AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], Scheme.Name)), Scheme.Name))
                : AuthenticateResult.NoResult());
    }
}
