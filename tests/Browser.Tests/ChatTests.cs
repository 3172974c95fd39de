using System.Net;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WebSockets.Browser.Tests;

internal sealed class ChatTests() : BrowserFixture("Chat")
{
    [Test]
    public async Task Two_people_talk_and_see_each_other()
    {
        var ann = await VisitorAsync();
        var ben = await VisitorAsync();
        await ann.LogInAsync("Ann", "talk");
        await ben.LogInAsync("Ben", "talk");
        await Expect(ann.People).ToHaveTextAsync(["Ann", "Ben"]);
        await Expect(ben.People).ToHaveTextAsync(["Ann", "Ben"]);

        await ben.MessageBox.PressSequentiallyAsync("Good");
        await Expect(ann.Page.Locator("#typing")).ToHaveTextAsync("Ben is typing…");
        await ben.SayAsync("Good morning, Ann");
        await ann.HearsAsync("Good morning, Ann");
        await Expect(ann.Page.Locator("#typing")).ToBeEmptyAsync();

        await ann.SayAsync("Good morning, Ben — 😀 ¿qué tal?");
        await ben.HearsAsync("Good morning, Ben — 😀 ¿qué tal?");

        // Both have the same conversation, in the same order, with nothing left without a receipt.
        foreach (var visitor in new[] { ann, ben })
        {
            await Expect(visitor.Said).ToHaveTextAsync(["Good morning, Ann", "Good morning, Ben — 😀 ¿qué tal?"]);
            await Expect(visitor.Log.Locator(".pending")).ToHaveCountAsync(0);
        }
    }

    [Test]
    public async Task Rooms_do_not_hear_each_other_and_are_listed()
    {
        var ann = await VisitorAsync();
        var ben = await VisitorAsync();
        await ann.LogInAsync("Anna", "red");
        await ben.LogInAsync("Benno", "blue");
        var rooms = ann.Page.Locator("#rooms a");
        await Expect(rooms.Filter(new() { HasText = "# blue" })).ToContainTextAsync("1 person");
        await ann.SayAsync("only red");
        await ben.SayAsync("only blue");
        await ben.HearsAsync("only blue");

        await ben.Page.GetByLabel("Name of a room").FillAsync("Red");
        await ben.Page.GetByRole(AriaRole.Button, new() { Name = "Go" }).ClickAsync();
        await Expect(ben.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("# red");
        await Expect(ben.Said).ToHaveTextAsync(["only red"]);
        await Expect(ann.People).ToHaveTextAsync(["Anna", "Benno"]);
        await Expect(ann.Said).ToHaveTextAsync(["only red"]);
    }

    [Test]
    public async Task Who_comes_late_sees_what_was_said_and_a_reload_loses_nothing()
    {
        var ann = await VisitorAsync();
        await ann.LogInAsync("Antonia", "late");
        for (var i = 1; i <= 5; i++)
        {
            await ann.SayAsync($"line {i}");
        }

        await Expect(ann.Log.Locator("[data-number]")).ToHaveCountAsync(5);
        var ben = await VisitorAsync();
        await ben.LogInAsync("Bruno", "late");
        string[] lines = ["line 1", "line 2", "line 3", "line 4", "line 5"];
        await Expect(ben.Said).ToHaveTextAsync(lines);

        await ann.Page.ReloadAsync();
        await ann.IsConnectedAsync();
        await Expect(ann.Said).ToHaveTextAsync(lines);
        await Expect(ben.People).ToHaveTextAsync(["Antonia", "Bruno"]);
        await ann.SayAsync("line 6");
        await ben.HearsAsync("line 6");
    }

    [Test]
    public async Task A_dropped_picture_is_shown_to_all_also_to_who_comes_later()
    {
        var ann = await VisitorAsync();
        var ben = await VisitorAsync();
        await ann.LogInAsync("Alma", "pictures");
        await ben.LogInAsync("Bela", "pictures");
        await ann.DropPictureAsync();
        await ben.SeesPictureAsync();
        await ann.SeesPictureAsync();
        await Expect(ann.Log.Locator(".pending")).ToHaveCountAsync(0);
        await Expect(ben.Pictures).ToHaveAttributeAsync("alt", "Picture from Alma");

        var cleo = await VisitorAsync();
        await cleo.LogInAsync("Cleo", "pictures");
        await cleo.SeesPictureAsync();
    }

    [Test]
    public async Task A_picked_picture_is_shown_and_what_is_none_is_a_problem_to_read()
    {
        var ann = await VisitorAsync();
        var ben = await VisitorAsync();
        await ann.LogInAsync("Amelie", "picked");
        await ben.LogInAsync("Basil", "picked");
        var pick = ann.Page.GetByLabel("Show a picture");

        // Bytes that do not hold what their name says are stopped by the page, and, sent by hand, by the server.
        await pick.SetInputFilesAsync(new FilePayload { Name = "letter.png", MimeType = "image/png", Buffer = "Dear Sir"u8.ToArray() });
        await Expect(ann.Problem).ToContainTextAsync("letter.png is not a picture");
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
        await Expect(ann.Problem).ToBeHiddenAsync();
        await ann.Page.EvaluateAsync("() => upload(new Blob(['<svg onload=alert(1)>'], { type: 'image/png' }))");
        await Expect(ann.Log.Locator(".note")).ToContainTextAsync("Not sent. This is not a picture");

        var picture = Path.Combine(Repository.Root, "tests", "Browser.Tests", "pixel.png");
        await pick.SetInputFilesAsync(picture);
        await ben.SeesPictureAsync();
        await Expect(ben.Pictures).ToHaveCountAsync(1);
        await ann.PhotographAsync("problem-desktop");
    }

    [Test]
    public async Task Markup_is_text()
    {
        var ann = await VisitorAsync();
        var ben = await VisitorAsync();
        await ann.LogInAsync("Aldo", "markup");
        await ben.LogInAsync("Bert", "markup");
        const string markup = "<img src=x onerror=\"document.title='owned'\"><script>alert(1)</script>";
        await ann.SayAsync(markup);
        await Expect(ben.Said).ToHaveTextAsync(markup);
        await Expect(ben.Pictures).ToHaveCountAsync(0);
        await Expect(ben.Page).ToHaveTitleAsync("#markup · Chat");
    }

    [Test]
    public async Task Logging_out_closes_every_tab_and_the_others_see_it()
    {
        var ann = await VisitorAsync();
        var ben = await VisitorAsync();
        await ann.LogInAsync("Agnes", "leaving");
        await ben.LogInAsync("Boris", "leaving");
        var tab = await ann.OpenTabAsync();
        await tab.GotoAsync("/#leaving");
        await Expect(tab.GetByRole(AriaRole.Status)).ToHaveTextAsync("Connected");
        await Expect(ben.People).ToHaveTextAsync(["Agnes", "Boris"]);

        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await Expect(ann.Page.GetByLabel("Nickname")).ToBeVisibleAsync();
        await Expect(tab.GetByLabel("Nickname")).ToBeVisibleAsync();
        await Expect(ben.People).ToHaveTextAsync(["Boris"]);
        await Expect(ben.Log.Locator(".event")).ToContainTextAsync(["Agnes left"]);

        // The cookie is gone with it, and the nickname is free again.
        await ann.Page.GotoAsync("/");
        await Expect(ann.Page.GetByLabel("Nickname")).ToBeVisibleAsync();
        var other = await VisitorAsync();
        await other.LogInAsync("Agnes", "leaving");
    }

    [Test]
    public async Task A_closed_tab_is_seen_to_leave()
    {
        var ann = await VisitorAsync();
        var ben = await VisitorAsync();
        await ann.LogInAsync("Arno", "closing");
        await ben.LogInAsync("Bodo", "closing");
        await Expect(ben.People).ToHaveTextAsync(["Arno", "Bodo"]);
        await ann.Page.CloseAsync();
        await Expect(ben.People).ToHaveTextAsync(["Bodo"]);
    }

    [Test]
    public async Task A_lost_connection_is_opened_again_and_what_was_said_meanwhile_comes_once()
    {
        var ann = await VisitorAsync();
        var ben = await VisitorAsync();
        await ann.LogInAsync("Ada", "losing");
        await ben.LogInAsync("Bob", "losing");
        await ann.SayAsync("before");
        await ben.HearsAsync("before");

        // Said while there is no connection: it waits for the next one.
        await ann.Page.EvaluateAsync("() => { socket.close(); say('meanwhile'); }");
        await ben.SayAsync("are you there?");
        await ben.HearsAsync("meanwhile");
        await ann.HearsAsync("are you there?");
        await ann.IsConnectedAsync();
        await Expect(ann.Log.Locator(".pending")).ToHaveCountAsync(0);
        await Expect(ann.Said).ToHaveCountAsync(3);
        await Expect(ben.Said).ToHaveCountAsync(3);
    }

    [Test]
    public async Task A_restarted_server_is_found_again()
    {
        var home = Path.Combine(Home, "restarted");
        var first = await Sample.StartAsync(Program, home);
        await using var visitor = await ComeAsync(first.Address);
        await using (first)
        {
            await visitor.LogInAsync("Anton", "restart");
            await visitor.SayAsync("to the first");
            await visitor.HearsAsync("to the first");

            // The receipt has come: without it the page would say it again, to the next server.
            await Expect(visitor.Log.Locator("[data-number='1']")).ToContainTextAsync("to the first");
            Assert.That(await first.StopAsync(), Is.Zero);
        }

        await Expect(visitor.Status).Not.ToHaveTextAsync("Connected");
        await visitor.SayAsync("to the second");
        await visitor.PhotographAsync("no-connection");
        await using var second = await Sample.StartAsync(Program, home, first.Address.ToString());
        await Expect(visitor.Status).ToHaveTextAsync("Connected", new() { Timeout = 30_000 });

        // The new server knows nothing of what was said to the old one, and gets what was said to nobody.
        await Expect(visitor.Said).ToHaveTextAsync(["to the second"]);
        await Expect(visitor.Log.Locator("[data-number='1']")).ToContainTextAsync("to the second");
    }

    [Test]
    public async Task A_nickname_that_does_not_fit_or_is_taken_is_a_problem_to_read()
    {
        var ann = await VisitorAsync();
        await ann.LogInAsync("Adele", "names");
        var other = await VisitorAsync();
        await other.Page.GotoAsync("/");
        var nickname = other.Page.GetByLabel("Nickname");
        var logIn = other.Page.GetByRole(AriaRole.Button, new() { Name = "Log in" });
        await nickname.FillAsync("aDELE");
        await logIn.ClickAsync();
        await Expect(other.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Somebody else has this nickname");
        await nickname.FillAsync("<b>bold</b>");
        await logIn.ClickAsync();
        await Expect(other.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("does not fit");
    }

    [Test]
    public async Task Other_sites_and_strangers_are_refused()
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Sample.Address };
        using var form = new HttpRequestMessage(HttpMethod.Post, "/login") { Content = new FormUrlEncodedContent([new("nickname", "Mallory")]) };
        form.Headers.Add("Origin", "https://elsewhere.example");
        Assert.That((await http.SendAsync(form)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));

        var page = await http.GetAsync("/login");
        Assert.That(page.Headers.GetValues("Content-Security-Policy").Single(), Does.StartWith("default-src 'none';").And.Not.Contain("unsafe"));
        Assert.That((await http.GetAsync("/")).Headers.Location?.AbsolutePath, Is.EqualTo("/login"));
        Assert.That((await http.GetAsync("/images/0123456789abcdef0123456789abcdef")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));

        Assert.That(await HandshakeAsync("/chat/lobby"), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await HandshakeAsync("/chat/lobby", "https://elsewhere.example"), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await HandshakeAsync("/chat/Not%20a%20room"), Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task A_phone_has_room_for_everything([Values] bool isDark)
    {
        var (room, first, second) = isDark ? ("night", "Adrian", "Bettina") : ("day", "Astrid", "Benedikt");
        var ann = await VisitorAsync();
        await ann.LogInAsync(first, room);
        var phone = await VisitorAsync(new()
        {
            ViewportSize = new() { Width = 360, Height = 720 },
            DeviceScaleFactor = 2,
            IsMobile = true,
            HasTouch = true,
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
        });
        await phone.Page.GotoAsync("/");
        Assert.That(await phone.FitsAsync(), "the login page");
        await phone.PhotographAsync(isDark ? "login-phone-dark" : "login-phone");
        await phone.LogInAsync(second, room);
        await TalkAsync(ann, phone);
        Assert.That(await phone.FitsAsync(), "the conversation");
        await Expect(phone.MessageBox).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(phone.Said.Last).ToBeInViewportAsync();
        await phone.PhotographAsync(isDark ? "chat-phone-dark" : "chat-phone");

        await Expect(phone.Page.GetByRole(AriaRole.Button, new() { Name = "Log out" })).Not.ToBeVisibleAsync();
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Rooms and people" }).TapAsync();
        await Expect(phone.Page.GetByRole(AriaRole.Button, new() { Name = "Log out" })).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(phone.People).ToHaveTextAsync([first, second]);
        Assert.That(await phone.FitsAsync(), "the menu");
        await phone.PhotographAsync(isDark ? "menu-phone-dark" : "menu-phone");
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Close the menu" }).TapAsync();
        await Expect(phone.Page.GetByRole(AriaRole.Button, new() { Name = "Log out" })).Not.ToBeVisibleAsync();
    }

    [Test]
    public async Task A_desk_has_the_rooms_and_people_beside_the_conversation([Values] bool isDark)
    {
        var theme = isDark ? ColorScheme.Dark : ColorScheme.Light;
        var ann = await VisitorAsync(new() { ViewportSize = new() { Width = 1200, Height = 800 }, ColorScheme = theme });
        var ben = await VisitorAsync();
        await ann.Page.GotoAsync("/");
        await ann.PhotographAsync(isDark ? "login-desktop-dark" : "login-desktop");
        await ann.LogInAsync(isDark ? "Alba" : "Aurelia", isDark ? "balcony" : "garden");
        await ben.LogInAsync(isDark ? "Boas" : "Balthasar", isDark ? "balcony" : "garden");
        await TalkAsync(ben, ann);
        await ben.MessageBox.PressSequentiallyAsync("And");
        await Expect(ann.Page.Locator("#typing")).Not.ToBeEmptyAsync();
        Assert.That(await ann.FitsAsync());
        await ann.PhotographAsync(isDark ? "chat-desktop-dark" : "chat-desktop");
        await Expect(ann.Page.GetByRole(AriaRole.Button, new() { Name = "Log out" })).ToBeVisibleAsync();
    }

    private static async Task TalkAsync(Visitor first, Visitor second)
    {
        await first.SayAsync("Have you seen the sky this evening?");
        await first.DropPictureAsync();
        await second.SeesPictureAsync();
        await second.SayAsync("Beautiful! Where did you take it?");
        await first.HearsAsync("Where did you take it?");
        await first.SayAsync("From the hill behind the station. It is twenty minutes on foot, and the bench at the top is nearly always free.");
        await second.HearsAsync("nearly always free");
        await second.SayAsync("https://example.org/a-very-long-address-without-any-place-to-break-it/that-has-to-stay-inside-of-its-bubble");
        await first.HearsAsync("a-very-long-address");
        await Expect(second.Log.Locator(".pending")).ToHaveCountAsync(0);
    }

    private async Task<HttpStatusCode> HandshakeAsync(string path, string? origin = null)
    {
        using var http = new HttpClient { BaseAddress = Sample.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.Add(new("websocket"));
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return (await http.SendAsync(request)).StatusCode;
    }
}
