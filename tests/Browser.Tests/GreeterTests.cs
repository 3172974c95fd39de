using static Microsoft.Playwright.Assertions;

namespace WebSockets.Browser.Tests;

internal sealed class GreeterTests() : BrowserFixture("Greeter")
{
    [Test]
    public async Task The_page_is_answered_and_hears_say_hi()
    {
        var visitor = await VisitorAsync();
        await visitor.Page.GotoAsync("/");
        var lines = visitor.Page.Locator("#log li");
        await Expect(lines).ToHaveTextAsync(["opening", "Got message: hello world!"]);

        using var http = new HttpClient { BaseAddress = Sample.Address };
        Assert.That(await http.GetStringAsync("/say_hi"), Is.EqualTo("Said hello to 1.\n"));
        await Expect(lines.Last).ToHaveTextAsync("Got message: Hello!");
    }

    [Test]
    public async Task Say_hi_reaches_every_page()
    {
        var first = await VisitorAsync();
        var second = await VisitorAsync();
        foreach (var visitor in new[] { first, second })
        {
            await visitor.Page.GotoAsync("/");
            await Expect(visitor.Page.Locator("#log li").Last).ToHaveTextAsync("Got message: hello world!");
        }

        await first.Page.EvaluateAsync("() => fetch('/say_hi')");
        await Expect(first.Page.Locator("#log li").Last).ToHaveTextAsync("Got message: Hello!");
        await Expect(second.Page.Locator("#log li").Last).ToHaveTextAsync("Got message: Hello!");
    }

    [Test]
    public async Task Closing_the_socket_leaves_the_console_clean()
    {
        var visitor = await VisitorAsync();
        await visitor.Page.GotoAsync("/");
        await Expect(visitor.Page.Locator("#log li").Last).ToHaveTextAsync("Got message: hello world!");
        var code = await visitor.Page.EvaluateAsync<int>("""
            () => new Promise(resolve => {
              socket.addEventListener('close', event => resolve(event.wasClean ? event.code : -event.code));
              socket.close();
            })
            """);

        // 1005: closed in order, without a status, as the page asked for it.
        Assert.That(code, Is.EqualTo(1005));
        await Expect(visitor.Page.Locator("#log li").Last).ToHaveTextAsync("closed");
    }
}
