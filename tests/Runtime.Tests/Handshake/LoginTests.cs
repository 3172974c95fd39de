using Microsoft.Extensions.Time.Testing;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Handshake;

/// <summary>[OnLogin] decides before the upgrade who may connect.</summary>
internal sealed class LoginTests
{
    [Test]
    public async Task A_client_that_is_refused_never_sees_101_nor_reaches_OnOpen()
    {
        await using var host = await TestHost.StartAsync<BoolLogin>();

        var answer = await host.AnswerAsync(host.Handshake("/login/bool?ticket=bad"));

        Assert.That(answer.Status, Is.EqualTo(401));
        Assert.That(answer.Headers["Sec-WebSocket-Accept"], Is.Empty);
        Assert.That(host.Journal.All, Is.EqualTo(new[] { "login" }));
    }

    [Test]
    public async Task A_client_that_is_admitted_is_opened_after_its_login()
    {
        await using var host = await TestHost.StartAsync<BoolLogin>();
        await using var client = await host.ConnectAsync("/login/bool?ticket=good");

        Assert.That(await host.Journal.NextAsync(), Is.EqualTo("login"));
        Assert.That(await host.Journal.NextAsync(), Is.EqualTo("open"));
    }

    private static IEnumerable<TestCaseData> Shapes()
    {
        yield return Case<BoolTaskLogin>("/login/bool-task", 401, "open");
        yield return Case<BoolValueTaskLogin>("/login/bool-valuetask", 401, "open");
        yield return Case<ResultLogin>("/login/result", 402, "open");
        yield return Case<ResultTaskLogin>("/login/result-task", 402, "open");
        yield return Case<ResultValueTaskLogin>("/login/result-valuetask", 402, "open");
        yield return Case<UserLogin>("/login/user", 401, "ann True");
        yield return Case<UserTaskLogin>("/login/user-task", 401, "ann");
        yield return Case<UserValueTaskLogin>("/login/user-valuetask", 401, "ann");

        static TestCaseData Case<THandler>(string path, int refusal, string greeting) where THandler : class, IWebSocketHandler<THandler> =>
            new TestCaseData(() => TestHost.StartAsync<THandler>(), path, refusal, greeting).SetArgDisplayNames(typeof(THandler).Name);
    }

    [TestCaseSource(nameof(Shapes))]
    public async Task Every_return_type_admits_and_refuses(Func<Task<TestHost>> start, string path, int refusal, string greeting)
    {
        await using var host = await start();

        Assert.That((await host.AnswerAsync(host.Handshake(path + "?ticket=bad"))).Status, Is.EqualTo(refusal));

        await using var client = await host.ConnectAsync(path + "?ticket=good&name=ann");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(greeting));
    }

    [Test]
    public async Task The_result_of_a_login_is_the_answer()
    {
        await using var host = await TestHost.StartAsync<ResultLogin>();

        var answer = await host.AnswerAsync(host.Handshake("/login/result"));

        Assert.That(answer.Body, Is.EqualTo("Pay first."));
    }

    [TestCase("session=42", 101)]
    [TestCase("session=41", 401)]
    [TestCase("other=1; session=42", 101)]
    public async Task A_login_reads_cookies(string cookie, int status)
    {
        await using var host = await TestHost.StartAsync<CookieLogin>();

        var answer = await host.AnswerAsync(host.Handshake("/login/cookie").Add("Cookie", cookie));

        Assert.That(answer.Status, Is.EqualTo(status));
    }

    [Test]
    public async Task A_login_that_throws_is_logged_and_answered_500_without_its_words()
    {
        await using var host = await TestHost.StartAsync<ThrowingLogin>();
        host.Logs.Expect(5);

        var answer = await host.AnswerAsync(host.Handshake("/login/throws"));

        Assert.That(answer.Status, Is.EqualTo(500));
        Assert.That(answer.Body, Does.Not.Contain("password"));
        Assert.That(host.Logs.Find(5)?.Exception, Is.TypeOf<InvalidOperationException>());
    }

    [Test]
    public async Task A_handler_that_cannot_be_made_is_logged_and_answered_500_without_its_words()
    {
        await using var host = await TestHost.StartAsync<Unmakeable>();
        host.Logs.Expect(5);

        var answer = await host.AnswerAsync(host.Handshake("/login/unmakeable"));

        Assert.That(answer.Status, Is.EqualTo(500));
        Assert.That(answer.Body, Does.Not.Contain("password"));
    }

    [Test]
    public async Task A_login_may_answer_by_itself()
    {
        await using var host = await TestHost.StartAsync<AnsweringLogin>();

        var answer = await host.AnswerAsync(host.Handshake("/login/answers"));

        Assert.That((answer.Status, answer.Body), Is.EqualTo((402, "pay")));
    }

    [Test]
    public async Task The_option_Login_turns_the_login_off()
    {
        await using var host = await TestHost.StartAsync<BoolLogin>(options => options.Login = false);
        await using var client = await host.ConnectAsync("/login/bool?ticket=bad");

        Assert.That(await host.Journal.NextAsync(), Is.EqualTo("open"));
    }

    [Test]
    public async Task A_login_that_takes_too_long_is_cancelled_and_answered_503()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync<SlowLogin>(options => options.LoginTimeout = TimeSpan.FromSeconds(3), setup => setup.Time = time);
        var answer = host.AnswerAsync(host.Handshake("/login/slow"));
        await host.Journal.NextAsync();

        time.Advance(TimeSpan.FromSeconds(3));

        Assert.That((await answer).Status, Is.EqualTo(503));
        Assert.That(host.Journal.All, Is.EqualTo(new[] { "login" }));
    }

    [Test]
    public async Task A_client_does_not_wait_for_a_login_that_ignores_its_token()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync<DeafLogin>(setup: setup => setup.Time = time);
        var answer = host.AnswerAsync(host.Handshake("/login/deaf"));
        await host.Journal.NextAsync();

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.That((await answer).Status, Is.EqualTo(503));
        host.Gate.Open();
    }

    [Test]
    public async Task A_client_that_leaves_during_its_login_is_no_error()
    {
        await using var host = await TestHost.StartAsync<SlowLogin>(options => options.MaxConnections = 1);
        var client = await host.DialAsync();
        await client.SendAsync(host.Handshake("/login/slow").ToString());
        await host.Journal.NextAsync();

        client.Reset();

        host.Gate.Open();
        await Bounded.Until(async () => (await host.AnswerAsync(host.Handshake("/login/slow"))).Status == 101, "its place is free again");
    }

    [Test]
    public async Task A_login_that_fails_when_its_client_has_left_is_nobodys_error()
    {
        await using var host = await TestHost.StartAsync<FailingLateLogin>(options => options.MaxConnections = 1);
        var client = await host.DialAsync();
        await client.SendAsync(host.Handshake("/login/failing-late").ToString());
        await host.Journal.ExpectAsync("login");

        client.Reset();
        await host.Journal.ExpectAsync("left");
        Assert.That((await host.AnswerAsync(host.Handshake("/login/failing-late?later"))).Status, Is.EqualTo(503), "it has its place");
        host.Gate.Open();
        await host.Journal.ExpectAsync("fails");
        await Bounded.Until(async () => (await host.AnswerAsync(host.Handshake("/login/failing-late?later"))).Status == 101, "its place is free");
        await host.Journal.ExpectAsync("open");

        // That nobody has failed to look at it is seen at the end of all tests.
    }

    [Test]
    public async Task OnError_may_answer_a_refused_login()
    {
        await using var host = await TestHost.StartAsync<ExcusedLogin>();

        var answer = await host.AnswerAsync(host.Handshake("/login/excused/7"));

        Assert.That(answer.Status, Is.EqualTo(418));
        Assert.That(answer.Body, Is.EqualTo("Come back with a ticket."));
        Assert.That(host.Journal.All, Is.EqualTo(new[] { "refused 401 True True" }));
    }

    [Test]
    public async Task OnError_that_returns_null_leaves_the_answer_as_it_is()
    {
        await using var host = await TestHost.StartAsync<ExcusedLogin>();

        var answer = await host.AnswerAsync(host.Handshake("/login/excused/7").Add("Origin", "http://evil.com"));

        Assert.That(answer.Status, Is.EqualTo(403));
        Assert.That(host.Journal.All, Is.EqualTo(new[] { "refused 403 True True" }));
    }

    [Test]
    public async Task OnError_for_the_exception_of_a_login_answers_it_and_nothing_is_logged()
    {
        await using var host = await TestHost.StartAsync<ExcusedLogin>();

        var answer = await host.AnswerAsync(host.Handshake("/login/excused/7?ticket=none"));

        Assert.That(answer.Status, Is.EqualTo(409));
        Assert.That(host.Journal.All, Is.EqualTo(new[] { "failed secret" }));
    }
}
