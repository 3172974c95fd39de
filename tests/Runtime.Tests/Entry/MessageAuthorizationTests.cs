using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Entry;

/// <summary>[Authorize] on a message method: who may not send to it is told so, and it does not run.</summary>
internal sealed class MessageAuthorizationTests
{
    private const string Refusal = """{"type":"error","code":"forbidden","message":"You may not send this message."}""";

    [TestCase(null, """{"type":"post","id":7,"text":"hi"}""")]
    [TestCase("ann", """{"type":"clear","id":7}""")]
    [TestCase("ann member", """{"type":"clear","id":7}""")]
    [TestCase("ann moderator", """{"type":"audit","id":7}""", Description = "The policy asks for another scheme, which has not authenticated anybody")]
    public async Task A_message_that_the_user_may_not_send_is_answered_forbidden_and_its_method_does_not_run(string? user, string message)
    {
        await using var host = await StartAsync<Forum>();
        await using var client = await ConnectAsync(host, "/entry/forum", user);

        await client.SendTextAsync(message);
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("""{"type":"error","id":7,"code":"forbidden","message":"You may not send this message."}"""));

        await client.SendTextAsync("""{"type":"who"}""");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(user?.Split(' ')[0] ?? "nobody"), "the connection stays open");
        Assert.That(host.Journal.All, Is.Empty);
        Assert.That(host.Logs.Find(32)?.Text, Does.Contain("may not send to Forum."));
    }

    [Test]
    public async Task The_refusal_is_answered_also_without_an_id()
    {
        await using var host = await StartAsync<Forum>();
        await using var client = await ConnectAsync(host, "/entry/forum");

        await client.SendTextAsync("""{"type":"post","text":"hi"}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(Refusal));
    }

    [TestCase("ann", """{"type":"post","text":"hi"}""", "ann: hi")]
    [TestCase("ann moderator", """{"type":"clear"}""", "cleared")]
    [TestCase("ann admin", """{"type":"clear"}""", "cleared")]
    [TestCase(null, """{"type":"who"}""", "nobody")]
    [TestCase(null, """{"type":"free"}""", "free", TestName = "AllowAnonymous beside Authorize lets everybody send")]
    public async Task A_message_that_the_user_may_send_is_handled(string? user, string message, string reply)
    {
        await using var host = await StartAsync<Forum>();
        await using var client = await ConnectAsync(host, "/entry/forum", user);

        await client.SendTextAsync(message);

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(reply));
    }

    [Test]
    public async Task The_payload_of_a_refused_message_is_not_even_read()
    {
        await using var host = await StartAsync<Forum>();
        await using var client = await ConnectAsync(host, "/entry/forum");

        await client.SendTextAsync("""{"type":"post","text":{"no":"text"}}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(Refusal), "not that it is malformed");
    }

    [Test]
    public async Task A_refused_message_reaches_the_handlers_that_were_added_to_the_connection_and_the_log_of_the_authorization_service()
    {
        await using var host = await StartAsync<Forum>(setup => setup.Services = services =>
            services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Authorization", LogLevel.Information)));
        await using var client = await ConnectAsync(host, "/entry/forum");
        var own = new TaskCompletionSource<string>();
        (await host.ConnectionAsync<Forum>()).OnMessage((_, message) =>
        {
            own.TrySetResult(message.Text);
            return ValueTask.CompletedTask;
        });

        await client.SendTextAsync("""{"type":"post","text":"hi"}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(Refusal));
        Assert.That(await own.Task.Within("it is seen"), Does.Contain("hi"));
        Assert.That(host.Logs.Lines, Has.Some.Matches<LogLine>(line =>
            line is { Category: "Microsoft.AspNetCore.Authorization.DefaultAuthorizationService", Level: LogLevel.Information }));
    }

    [Test]
    public async Task A_binary_method_can_be_guarded_too()
    {
        await using var host = await StartAsync<Forum>();
        await using var client = await ConnectAsync(host, "/entry/forum", "ann");
        await using var moderator = await ConnectAsync(host, "/entry/forum", "bob moderator");

        await client.SendBinaryAsync([1, 2, 3]);
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(Refusal));
        Assert.That(host.Journal.All, Is.Empty);

        await moderator.SendBinaryAsync([1, 2, 3]);
        Assert.That(await moderator.ReceiveBinaryAsync(), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public async Task The_user_of_now_decides_and_not_that_of_the_handshake()
    {
        await using var host = await StartAsync<Forum>();
        await using var client = await ConnectAsync(host, "/entry/forum");

        await client.SendTextAsync("""{"type":"clear"}""");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(Refusal));

        await client.SendTextAsync("""{"type":"renew","name":"bob","role":"moderator"}""");
        await client.SendTextAsync("""{"type":"clear"}""");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("cleared"));

        await client.SendTextAsync("""{"type":"renew","name":"bob","role":"member"}""");
        await client.SendTextAsync("""{"type":"clear"}""");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(Refusal), "what the user may can be taken away");
    }

    [Test]
    public async Task The_principal_that_methods_take_is_the_refreshed_one_from_the_next_message_on()
    {
        await using var host = await StartAsync<Forum>();
        await using var client = await ConnectAsync(host, "/entry/forum", "ann");

        await client.SendTextAsync("""{"type":"who"}""");
        await client.SendTextAsync("""{"type":"renew","name":"bob","role":"member"}""");
        await client.SendTextAsync("""{"type":"who"}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("ann"));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("bob"));
        Assert.That(host.Connections<Forum>().Single().User.Identity!.Name, Is.EqualTo("bob"));
    }

    [Test]
    public async Task A_scheme_that_a_method_names_is_asked_at_the_handshake_until_the_user_is_refreshed()
    {
        await using var host = await StartAsync<Forum>();
        await using var client = await host.DialAsync();
        await client.OpenAsync(host.Handshake("/entry/forum").Add("X-Second", "auditor"));

        await client.SendTextAsync("""{"type":"audit"}""");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("audited"));

        await client.SendTextAsync("""{"type":"post","text":"hi"}""");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(Refusal), "the connection's own user is nobody");

        var connection = host.Connections<Forum>().Single();
        connection.RefreshUser(new System.Security.Claims.ClaimsPrincipal());
        await client.SendTextAsync("""{"type":"audit"}""");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(Refusal));
    }

    [TestCase(null, "who", "eve on the connection of nobody")]
    [TestCase("bob", "who", "eve on the connection of bob")]
    [TestCase("bob", "scoped", "eve True", TestName = "So where the method has a scope of its own")]
    [TestCase("bob", "main", "bob", TestName = "Without a scheme it is the connection's user")]
    [TestCase("bob", "anybody", "bob", TestName = "Without an attribute it is the connection's user")]
    public async Task A_method_that_names_a_scheme_takes_the_user_that_the_scheme_has_found(string? main, string message, string reply)
    {
        await using var host = await StartAsync<Guests>();
        await using var client = await host.DialAsync();
        var handshake = host.Handshake("/entry/guests").Add("X-Second", "eve guest");
        await client.OpenAsync(main is null ? handshake : handshake.Add("X-Main", main));

        await client.SendTextAsync($$"""{"type":"{{message}}"}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(reply));
    }

    [Test]
    public async Task A_method_that_names_a_scheme_takes_the_new_user_once_that_is_refreshed()
    {
        await using var host = await StartAsync<Guests>();
        await using var client = await host.DialAsync();
        await client.OpenAsync(host.Handshake("/entry/guests").Add("X-Second", "eve guest").Add("X-Main", "bob"));
        (await host.ConnectionAsync<Guests>()).RefreshUser(Tickets.User("cleo"));

        await client.SendTextAsync("""{"type":"who"}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("cleo on the connection of cleo"));
    }

    [Test]
    public async Task A_method_takes_the_user_that_its_policy_has_looked_at_also_where_another_has_come_meanwhile()
    {
        await using var host = await StartAsync<Club>(UseSlow);
        await using var client = await ConnectAsync(host, "/entry/club", "ann member");

        await client.SendTextAsync("""{"type":"name"}""");
        await host.Journal.ExpectAsync("asked");
        host.Connections<Club>().Single().RefreshUser(Tickets.User("bob"));
        host.Gate.Open();

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("ann"));
    }

    [TestCase("ann member", "first", "second")]
    [TestCase("ann", null, null)]
    public async Task A_policy_may_take_its_time_and_messages_stay_whole_and_in_order(string user, string? first, string? second)
    {
        await using var host = await StartAsync<Club>(UseSlow);
        await using var client = await ConnectAsync(host, "/entry/club", user);

        await client.SendTextAsync("""{"type":"post","text":"first"}""");
        await host.Journal.ExpectAsync("asked");
        await client.SendTextAsync("""{"type":"post","text":"second"}""");
        await client.SendPingAsync("the loop reads on");
        await client.ReceiveAsync(RawFrame.Pong);
        Assert.That(host.Journal.All, Is.EqualTo(new[] { "asked" }));
        host.Gate.Open();

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(first ?? Refusal));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(second ?? Refusal));
    }

    [Test]
    public async Task A_message_is_not_handled_where_the_connection_was_closed_while_its_user_was_looked_at()
    {
        await using var host = await StartAsync<Club>(UseSlow);
        await using var client = await ConnectAsync(host, "/entry/club", "ann member");

        await client.SendTextAsync("""{"type":"post","text":"too late"}""");
        await host.Journal.ExpectAsync("asked");
        await host.Connections<Club>().Single().CloseAsync((System.Net.WebSockets.WebSocketCloseStatus)4401);
        host.Gate.Open();

        await client.ReceiveCloseAsync(4401);
        await client.SendCloseAsync(4401);
        await client.ReceiveEndAsync();
        await host.Journal.ExpectAsync("scope ends");
    }

    [Test]
    public async Task Authorization_handlers_may_be_scoped_and_live_as_long_as_the_connection()
    {
        await using var host = await StartAsync<Club>(UseSlow);
        host.Gate.Open();
        await using (var client = await ConnectAsync(host, "/entry/club", "ann member"))
        {
            await client.SendTextAsync("""{"type":"post","text":"1"}""");
            await client.SendTextAsync("""{"type":"post","text":"2"}""");
            await client.ReceiveTextAsync();
            await client.ReceiveTextAsync();
            await client.CloseAsync();
        }

        await host.Journal.ExpectAsync("asked", "post 1", "asked", "post 2", "scope ends");
    }

    [Test]
    public async Task OnError_is_told_of_a_refusal()
    {
        await using var host = await StartAsync<Club>(UseSlow);
        host.Gate.Open();
        await using var client = await ConnectAsync(host, "/entry/club", "ann");

        await client.SendTextAsync("""{"type":"post","text":"1"}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(Refusal));
        await host.Journal.ExpectAsync("asked", "Forbidden post 1008");
    }

    [Test]
    public async Task An_OnError_that_fails_on_a_refusal_closes_with_1008()
    {
        await using var host = await StartAsync<GruffClub>();
        host.Logs.Expect(7);
        await using var client = await ConnectAsync(host, "/entry/gruff");

        await client.SendTextAsync("""{"type":"post","text":"hi"}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(Refusal));
        Assert.That((await client.ReceiveCloseAsync(1008)).Reason, Is.EqualTo("Forbidden message."));
    }

    [Test]
    public async Task A_requirement_that_is_an_attribute_is_asked_with_the_connection_as_its_resource()
    {
        await using var host = await StartAsync<Club>(UseSlow);
        await using var client = await ConnectAsync(host, "/entry/club", "ann");

        await client.SendTextAsync("""{"type":"age"}""");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(Refusal));

        host.Connections<Club>().Single().Items["age"] = 18;
        await client.SendTextAsync("""{"type":"age"}""");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("old enough"));
    }

    [Test]
    public async Task Without_an_envelope_nothing_is_answered_and_the_connection_stays()
    {
        await using var host = await StartAsync<PlainForum>();
        await using var client = await ConnectAsync(host, "/entry/plain", "ann");

        await client.SendTextAsync("refused");
        await client.SendBinaryAsync("bob"u8.ToArray());
        await client.SendTextAsync("hi");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("bob: hi"));
    }

    [TestCase("ann", Refusal)]
    [TestCase("ann moderator", "secret")]
    public async Task The_attributes_of_a_method_that_is_overridden_hold(string user, string reply)
    {
        await using var host = await StartAsync<Derived>();
        await using var client = await ConnectAsync(host, "/entry/derived", user);

        await client.SendTextAsync("""{"type":"secret"}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(reply));
    }

    [Test]
    public Task A_policy_that_the_app_lacks_stops_it_at_the_start_and_is_named() => Assert.ThatAsync(
        () => StartAsync<MissingPolicy>(),
        Throws.TypeOf<OptionsValidationException>().With.Message.EqualTo("MissingPolicy.Post() asks for the authorization policy 'grown-ups', which the app does not have."));

    [Test]
    public Task A_scheme_that_the_app_lacks_stops_it_at_the_start_and_is_named() => Assert.ThatAsync(
        () => StartAsync<MissingScheme>(),
        Throws.TypeOf<OptionsValidationException>().With.Message.EqualTo("MissingScheme.Post() asks for the authentication scheme 'Passport', which the app does not have."));

    [Test]
    public Task An_app_without_authorization_is_told_what_to_call() => Assert.ThatAsync(
        () => TestHost.StartAsync<MissingPolicy>(),
        Throws.TypeOf<OptionsValidationException>().With.Message.EqualTo(
            "MissingPolicy.Post() has an [Authorize], which needs services: call builder.Services.AddAuthorization()."));

    private static Task<TestHost> StartAsync<THandler>(Action<TestHostSetup>? setup = null) where THandler : class, IWebSocketHandler<THandler> =>
        TestHost.StartAsync<THandler>(setup: choices =>
        {
            setup?.Invoke(choices);
            var services = choices.Services;
            choices.Services = all =>
            {
                services(all);
                all.AddSingleton<IHostClock>(new HostClock(TimeProvider.System));
            };
            Tickets.Use(choices);
        });

    private static void UseSlow(TestHostSetup setup) => setup.Services = services => services
        .AddScoped<IAuthorizationHandler, SlowHandler>()
        .AddScoped<ScopedService>()
        .AddSingleton<IAuthorizationHandler, MinimumAgeHandler>()
        .AddAuthorizationBuilder().AddPolicy(Policies.Slow, policy => policy.AddRequirements(new SlowRequirement()));

    private static async Task<RawClient> ConnectAsync(TestHost host, string path, string? user = null)
    {
        var client = await host.DialAsync();
        var handshake = host.Handshake(path);
        await client.OpenAsync(user is null ? handshake : handshake.Add("X-Main", user));
        return client;
    }
}
