using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Handshake;

/// <summary>Pages of other origins may not connect (RFC 6455, section 10.2), unless they are listed.</summary>
[Category("RFC 6455 10.2")]
internal sealed class OriginTests
{
    [TestCase("example.com", "http://example.com")]
    [TestCase("example.com:80", "http://example.com")]
    [TestCase("example.com", "http://example.com:80")]
    [TestCase("example.com:8080", "http://example.com:8080")]
    [TestCase("Example.COM", "http://eXample.com", TestName = "The case of a host does not matter")]
    [TestCase("example.com", "HTTP://example.com", TestName = "The case of a scheme does not matter")]
    [TestCase("[::1]:8080", "http://[::1]:8080", TestName = "A host may be an IPv6 address")]
    [TestCase("[::1]", "http://[0:0:0:0:0:0:0:1]")]
    public async Task A_page_of_the_same_origin_may_connect(string own, string origin) =>
        Assert.That(await StatusAsync(own, origin), Is.EqualTo(101));

    [TestCase("http://evil.com")]
    [TestCase("https://example.com", TestName = "Another scheme is another origin")]
    [TestCase("http://example.com:8080", TestName = "Another port is another origin")]
    [TestCase("http://evil-example.com")]
    [TestCase("http://example.com.evil")]
    [TestCase("http://sub.example.com")]
    [TestCase("http://example.com@evil.com")]
    [TestCase("http://evil.com#example.com")]
    [TestCase("http://user@example.com")]
    [TestCase("http://example.com/", TestName = "An origin has no path")]
    [TestCase("http://example.com/page")]
    [TestCase("example.com")]
    [TestCase("null", TestName = "The origin null of a sandboxed frame is foreign")]
    [TestCase("")]
    [TestCase("*")]
    [TestCase("file://")]
    public async Task A_page_of_another_origin_is_refused_with_403(string origin) =>
        Assert.That(await StatusAsync("example.com", origin), Is.EqualTo(403));

    [Test]
    public async Task Two_origins_are_refused()
    {
        await using var host = await TestHost.StartAsync<Echo>();

        var answer = await host.AnswerAsync(host.Handshake("/echo").With("Host", "example.com").Add("Origin", "http://example.com").Add("Origin", "http://evil.com"));

        Assert.That(answer.Status, Is.EqualTo(403));
    }

    [TestCase("https://app.example", 101)]
    [TestCase("https://app.example:443", 101)]
    [TestCase("https://APP.example", 101)]
    [TestCase("http://localhost:5173", 101)]
    [TestCase("http://app.example", 403)]
    [TestCase("https://app.example:8443", 403)]
    [TestCase("https://app.example.evil", 403)]
    [TestCase("https://evil-app.example", 403)]
    [TestCase("http://own.example", 403, TestName = "A list takes the place of the same origin")]
    [TestCase("null", 403)]
    public async Task A_list_names_the_origins_that_may_connect(string origin, int status) =>
        Assert.That(await StatusAsync("own.example", origin, "https://app.example", "http://localhost:5173"), Is.EqualTo(status));

    [TestCase("https://anywhere.example")]
    [TestCase("null")]
    public async Task A_star_lets_every_page_connect(string origin) =>
        Assert.That(await StatusAsync("own.example", origin, "*"), Is.EqualTo(101));

    [Test]
    public async Task A_client_without_an_origin_is_no_page_and_may_connect()
    {
        await using var host = await TestHost.StartAsync<Echo>(options => options.AllowedOrigins = ["https://app.example"]);
        await using var client = await host.ConnectAsync("/echo");
    }

    [Test]
    public async Task A_refused_origin_is_logged_with_what_may_connect_and_not_with_what_came()
    {
        await using var host = await TestHost.StartAsync<Echo>();

        await host.AnswerAsync(host.Handshake("/echo").With("Host", "example.com").Add("Origin", "http://evil.com"));

        Assert.That(host.Logs.Find(4)?.Text, Does.Contain("http://example.com").And.Not.Contain("evil"));
    }

    private static async Task<int> StatusAsync(string own, string origin, params string[] allowed)
    {
        await using var host = await TestHost.StartAsync<Echo>(options => options.AllowedOrigins = allowed);
        var answer = await host.AnswerAsync(host.Handshake("/echo").With("Host", own).Add("Origin", origin));
        return answer.Status;
    }
}
