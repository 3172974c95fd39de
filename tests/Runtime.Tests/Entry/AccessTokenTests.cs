using System.Net;
using System.Net.WebSockets;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpLogging;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Entry;

/// <summary>
/// Tokens for pages, which cannot set headers: from the query or the subprotocols into the Authorization header, and into nothing else. What
/// authenticates is ASP.NET Core's own JWT handler, which is told nothing of it.
/// </summary>
/// <remarks>Alone, because it listens to every activity of the process.</remarks>
[NonParallelizable]
[Category("RFC 6750")]
internal sealed class AccessTokenTests
{
    private static readonly SymmetricSecurityKey Key = new(RandomNumberGenerator.GetBytes(32));
    private static readonly string Token = Make("ann", TimeSpan.FromHours(1));

    [Test]
    public async Task A_token_of_the_query_authenticates_and_is_cut_out_of_it()
    {
        await using var host = await StartAsync();
        await using var client = await OpenAsync(host, $"/entry/who?a=1&access_token={Token}&b=%20&c");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("ann||?a=1&b=%20&c||/entry/who?a=1&b=%20&c"));
    }

    [TestCase("access_token={0}")]
    [TestCase("Access_Token={0}", Description = "the query of a request minds no case")]
    [TestCase("access%5Ftoken={0}", Description = "nor how a name is encoded")]
    [TestCase("access_token={0}&access_token={0}", Description = "the same twice is one")]
    [TestCase("access_token=%65{1}", Description = "a value may be encoded")]
    public async Task The_query_value_is_found_as_the_app_would_find_it(string query)
    {
        Assert.That(Token, Does.StartWith("e"));
        await using var host = await StartAsync();
        await using var client = await OpenAsync(host, "/entry/who?" + string.Format(System.Globalization.CultureInfo.InvariantCulture, query, Token, Token[1..]));

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("ann||||/entry/who"));
    }

    [TestCase("access_token, {0}", "access_token", "ann||||/entry/who", TestName = "Where no other is offered access_token is answered")]
    [TestCase("chat.v9, access_token, {0}", "access_token", "ann|||chat.v9|/entry/who", TestName = "Where none of the others fits access_token is answered")]
    [TestCase("chat.v1, access_token, {0}", "chat.v1", "ann|chat.v1||chat.v1|/entry/who", TestName = "Where another fits it is answered")]
    [TestCase("access_token, {0}, chat.v1, chat.v2", "chat.v2", "ann|chat.v2||chat.v1, chat.v2|/entry/who", TestName = "The token may stand anywhere among the others")]
    public async Task A_token_among_the_subprotocols_authenticates_and_is_cut_out_of_them(string offer, string answered, string expected)
    {
        await using var host = await StartAsync();
        await using var client = await host.DialAsync();

        var response = await client.OpenAsync(host.Handshake("/entry/who").Add("Sec-WebSocket-Protocol", offer.Replace("{0}", Token, StringComparison.Ordinal)));

        Assert.That(response.Header("Sec-WebSocket-Protocol"), Is.EqualTo(answered));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_client_of_the_class_library_is_content_with_the_answer()
    {
        await using var host = await StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("access_token");
        socket.Options.AddSubProtocol(Token);

        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{host.Port}/entry/who"), CancellationToken.None).Within("the client connects");

        Assert.That(socket.SubProtocol, Is.EqualTo("access_token"));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Within("the client closes");
    }

    [TestCase(true)]
    [TestCase(false)]
    [Category("RFC 8441")]
    public async Task Over_HTTP2_it_is_the_same(bool inQuery)
    {
        await using var host = await StartAsync(setup => setup.Protocols = HttpProtocols.Http2);

        var (message, protocol) = await AskOverHttp2Async(host, inQuery);

        Assert.That(message, Is.EqualTo("ann||||/entry/who"));
        Assert.That(protocol, Is.EqualTo(inQuery ? null : "access_token"));
    }

    [TestCase("/entry/who?a=1&access_token={0}", null, 101)]
    [TestCase("/entry/who", "access_token, {0}", 101)]
    [TestCase("/entry/who", "chat.v1, access_token, {0}", 101)]
    [TestCase("/entry/who?access_token={0}.", null, 401, Description = "a token that does not verify")]
    [TestCase("/entry/who?access_token={0}%0d%0aX", null, 400, Description = "a malformed token")]
    [TestCase("/entry/who?access_token={0}&access_token=other", "access_token, third", 400, Description = "different tokens")]
    [TestCase("/nowhere?access_token={0}", "access_token, {0}", 404)]
    public async Task The_token_is_in_no_log_and_no_trace(string path, string? offer, int status)
    {
        using var traces = new EveryTrace();
        await using (var host = await StartAsync(setup => Watch(setup, traces)))
        {
            await using var client = await host.DialAsync();
            var handshake = host.Handshake(path.Replace("{0}", Token, StringComparison.Ordinal));
            if (offer is not null)
            {
                handshake.Add("Sec-WebSocket-Protocol", offer.Replace("{0}", Token, StringComparison.Ordinal));
            }

            await client.SendAsync(handshake.ToString());
            var answer = await client.ReadResponseAsync();
            Assert.That(answer.Status, Is.EqualTo(status));
            Assert.That(answer.Headers.SelectMany(values => values), Has.None.Contains(Token));
            if (status == 101)
            {
                await client.ReceiveTextAsync();
                await client.CloseAsync();
            }
        }

        Assert.That(traces.Texts, Has.Some.Contains("Request starting").And.Some.StartWith("activity Microsoft.AspNetCore.Hosting.HttpRequestIn"));
        Assert.That(traces.Texts.Any(text => text.Contains("HttpLogging", StringComparison.Ordinal)), Is.EqualTo(status != 400), "a refused token gets no further");
        Assert.That(traces.Texts.Where(text => text.Contains(Token, StringComparison.Ordinal)), Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Over_HTTP2_the_token_is_in_no_log_and_no_trace_either(bool inQuery)
    {
        using var traces = new EveryTrace();
        await using (var host = await StartAsync(setup =>
        {
            setup.Protocols = HttpProtocols.Http2;
            Watch(setup, traces);
        }))
        {
            await AskOverHttp2Async(host, inQuery);
        }

        Assert.That(traces.Texts, Has.Some.Contains("Request starting HTTP/2 CONNECT"));
        Assert.That(traces.Texts.Where(text => text.Contains(Token, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task Without_it_the_token_would_be_in_the_log()
    {
        using var traces = new EveryTrace();
        await using (var host = await TestHost.StartAsync<Anyone>(setup: setup => Watch(setup, traces)))
        {
            await using var client = await OpenAsync(host, $"/entry/anyone?access_token={Token}");
            await client.ReceiveTextAsync();
            await client.CloseAsync();
        }

        Assert.That(traces.Texts, Has.Some.Contains(Token), "what the other test looks at is what leaks");
    }

    [TestCase("access_token=", TestName = "An empty token is refused")]
    [TestCase("access_token", TestName = "A name without a value is refused")]
    [TestCase("access_token=a%20b", TestName = "A token with a space is refused")]
    [TestCase("access_token=a%0d%0aX-Admin:%201", TestName = "A token that would forge a header is refused")]
    [TestCase("access_token=a%00", TestName = "A token with a control character is refused")]
    [TestCase("access_token=%C3%A9", TestName = "A token that is not ASCII is refused")]
    [TestCase("access_token=a=b", TestName = "An equals sign stands at the end of a token only")]
    [TestCase("access_token==", TestName = "A token of equals signs is refused")]
    public async Task A_malformed_token_is_answered_400(string query)
    {
        await using var host = await StartAsync();

        var answer = await host.AnswerAsync(host.Handshake("/entry/anyone?" + query));

        Assert.That((answer.Status, answer.Body), Is.EqualTo((400, "The access token is malformed or too long.")));
        Assert.That(host.Logs.Find(30), Is.Not.Null);
    }

    [Test]
    public async Task A_token_of_every_legal_character_is_handed_on()
    {
        await using var host = await StartAsync();
        await using var client = await OpenAsync(host, "/entry/anyone?access_token=aZ09-._~+/==");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("|Bearer aZ09-._~+/=="));
    }

    [TestCase(8 * 1024, 101)]
    [TestCase((8 * 1024) + 1, 400)]
    public async Task A_token_has_8_KiB_at_most(int length, int status)
    {
        await using var host = await StartAsync();

        var answer = await host.AnswerAsync(host.Handshake("/entry/anyone").Add("Sec-WebSocket-Protocol", "access_token, " + new string('x', length)));

        Assert.That(answer.Status, Is.EqualTo(status));
    }

    [TestCase("?access_token=one&access_token=two", null)]
    [TestCase("?access_token=one", "access_token, two")]
    [TestCase("", "access_token, one, access_token, two")]
    public async Task Two_different_tokens_are_answered_400(string query, string? offer)
    {
        await using var host = await StartAsync();
        var handshake = host.Handshake("/entry/anyone" + query);

        var answer = await host.AnswerAsync(offer is null ? handshake : handshake.Add("Sec-WebSocket-Protocol", offer));

        Assert.That((answer.Status, answer.Body), Is.EqualTo((400, "There are two access tokens.")));
    }

    [Test]
    public async Task A_subprotocol_access_token_with_nothing_after_it_is_answered_400()
    {
        await using var host = await StartAsync();

        Assert.That((await host.AnswerAsync(host.Handshake("/entry/anyone").Add("Sec-WebSocket-Protocol", "chat.v1, access_token"))).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task A_refused_token_is_forgotten_with_its_request()
    {
        await using var host = await StartAsync();
        await using var client = await host.DialAsync();
        await client.SendAsync(host.Handshake("/entry/who?access_token=").With("Connection", "keep-alive").ToString());
        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(400));

        var response = await client.OpenAsync(host.Handshake("/entry/who").Add("Sec-WebSocket-Protocol", "access_token, " + Token));

        Assert.That(response.Header("Sec-WebSocket-Protocol"), Is.EqualTo("access_token"));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("ann||||/entry/who"));
    }

    [Test]
    public async Task An_Authorization_header_stands_and_the_token_is_cut_out_all_the_same()
    {
        await using var host = await StartAsync();
        await using var client = await host.DialAsync();
        await client.OpenAsync(host.Handshake("/entry/who?access_token=another").Add("Authorization", $"Bearer {Token}"));

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("ann||||/entry/who"));
    }

    [Test]
    public async Task A_handshake_without_a_token_is_as_it_was()
    {
        await using var host = await StartAsync();
        await using var client = await host.DialAsync();

        var response = await client.OpenAsync(host.Handshake("/entry/anyone?a=1&&b").Add("Sec-WebSocket-Protocol", "soap,wamp"));

        Assert.That(response.Header("Sec-WebSocket-Protocol"), Is.Null);
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("|"));
    }

    [Test]
    public async Task A_request_that_is_no_handshake_is_left_alone()
    {
        await using var host = await TestHost.StartAsync(
            app => app.MapGet("/plain", (HttpRequest request) => $"{request.QueryString}|{request.Headers.Authorization}"), setup => Use(setup));
        using var http = new HttpClient();

        var answer = await http.GetStringAsync(new Uri($"http://127.0.0.1:{host.Port}/plain?access_token=abc"), CancellationToken.None).Within("it answers");

        Assert.That(answer, Is.EqualTo("?access_token=abc|"));
    }

    [Test]
    public async Task An_endpoint_that_is_no_handler_gets_the_header_and_does_not_answer_access_token()
    {
        await using var host = await TestHost.StartAsync(app => app.MapGet("/raw", (HttpRequest request) => $"{request.Headers.Authorization}"), Use);

        var answer = await host.AnswerAsync(host.Handshake("/raw").Add("Sec-WebSocket-Protocol", "access_token, abc"));

        Assert.That((answer.Status, answer.Body, answer.Header("Sec-WebSocket-Protocol")), Is.EqualTo((200, "Bearer abc", (string?)null)));
    }

    [Test]
    public async Task The_app_may_have_a_factory_of_contexts_of_its_own()
    {
        await using var host = await StartAsync(setup =>
        {
            var services = setup.Services;
            setup.Services = all =>
            {
                all.AddSingleton<IHttpContextFactory, OwnFactory>();
                services(all);
            };
        });
        await using var client = await OpenAsync(host, $"/entry/who?access_token={Token}");

        Assert.That(await client.ReceiveTextAsync(), Does.StartWith("ann|"));
        Assert.That(host.Journal.All, Has.Some.EqualTo("made"));
    }

    [Test]
    public async Task A_token_that_expires_closes_the_connection_with_4401()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var host = await StartAsync(setup => setup.Time = time, options =>
        {
            options.CloseOnAuthenticationExpiration = true;
            options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        });
        await using var client = await OpenAsync(host, $"/entry/who?access_token={Token}");
        await client.ReceiveTextAsync();

        time.Advance(TimeSpan.FromMinutes(50));
        await client.SendPingAsync();
        await client.ReceiveAsync(RawFrame.Pong);
        time.Advance(TimeSpan.FromMinutes(11));

        await client.ReceiveCloseAsync(4401);
    }

    [Test]
    public async Task A_renewed_token_of_the_same_user_keeps_the_connection()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var host = await StartAsync(setup => setup.Time = time, options =>
        {
            options.CloseOnAuthenticationExpiration = true;
            options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        });
        await using var client = await OpenAsync(host, $"/entry/renewing?access_token={Token}");

        await client.SendTextAsync($$"""{"type":"token","value":"{{Make("bob", TimeSpan.FromHours(3))}}"}""");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("""{"type":"renewed","done":false}"""));
        await client.SendTextAsync($$"""{"type":"token","value":"{{Make("ann", TimeSpan.FromHours(3))}}"}""");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("""{"type":"renewed","done":true}"""));

        time.Advance(TimeSpan.FromHours(2));
        await client.SendPingAsync();
        await client.ReceiveAsync(RawFrame.Pong);
        time.Advance(TimeSpan.FromHours(2));
        await client.ReceiveCloseAsync(4401);
    }

    private static Task<TestHost> StartAsync(Action<TestHostSetup>? configure = null, Action<WebSocketHandlerOptions>? options = null) => TestHost.StartAsync(
        app =>
        {
            app.MapWebSocketHandler<Who>(options);
            app.MapWebSocketHandler<Anyone>(options);
            app.MapWebSocketHandler<Renewing>(options);
        },
        setup =>
        {
            Use(setup);
            configure?.Invoke(setup);
        });

    private static void Use(TestHostSetup setup)
    {
        setup.Services = services =>
        {
            services.AddWebSocketHandlers().AddAccessTokens().AddAccessTokens();
            services.AddRouting().AddAuthorization().AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
            {
                options.MapInboundClaims = false;
                options.TokenValidationParameters = new TokenValidationParameters
                {
                    IssuerSigningKey = Key,
                    ValidateIssuer = false,
                    ValidateAudience = false,
                    NameClaimType = "sub",
                };
            });
        };
        setup.Middleware = app => app.UseAuthentication().UseAuthorization();
    }

    // Everything of every level, and the values of a request that an app may log in development.
    private static void Watch(TestHostSetup setup, EveryTrace traces)
    {
        var (services, middleware) = (setup.Services, setup.Middleware);
        setup.Services = all =>
        {
            services(all);
            all.AddSingleton<ILoggerProvider>(traces);
            all.Configure<LoggerFilterOptions>(options =>
            {
                options.MinLevel = LogLevel.Trace;
                options.Rules.Clear();
            });
            all.AddHttpLogging(options =>
            {
                options.LoggingFields = HttpLoggingFields.All;
                options.RequestHeaders.Add("Sec-WebSocket-Protocol");
                options.ResponseHeaders.Add("Sec-WebSocket-Protocol");
            });
        };
        setup.Middleware = app =>
        {
            app.UseHttpLogging();
            middleware(app);
        };
    }

    private static async Task<(string Message, string? Protocol)> AskOverHttp2Async(TestHost host, bool inQuery)
    {
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        if (!inQuery)
        {
            socket.Options.AddSubProtocol("access_token");
            socket.Options.AddSubProtocol(Token);
        }

        var address = new Uri($"ws://127.0.0.1:{host.Port}/entry/who{(inQuery ? "?access_token=" + Token : "")}");
        await socket.ConnectAsync(address, invoker, CancellationToken.None).Within("the client connects");
        var buffer = new byte[100];
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None).Within("a message comes");
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Within("the client closes");
        return (System.Text.Encoding.UTF8.GetString(buffer, 0, received.Count), socket.SubProtocol);
    }

    private static async Task<RawClient> OpenAsync(TestHost host, string path)
    {
        var client = await host.DialAsync();
        await client.OpenAsync(host.Handshake(path));
        return client;
    }

    private sealed class OwnFactory(IServiceProvider services, Journal journal) : IHttpContextFactory
    {
        private readonly DefaultHttpContextFactory _inner = new(services);

        public HttpContext Create(IFeatureCollection featureCollection)
        {
            journal.Write("made");
            return _inner.Create(featureCollection);
        }

        public void Dispose(HttpContext httpContext) => _inner.Dispose(httpContext);
    }

    private static string Make(string name, TimeSpan lifetime)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Subject = new ClaimsIdentity([new Claim("sub", name)]),
            IssuedAt = now,
            NotBefore = now,
            Expires = now + lifetime,
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.HmacSha256),
        });
    }
}
