using WebSockets.Aot.Tests.Infrastructure;
using WebSockets.Testing;

namespace WebSockets.Aot.Tests.Wire;

/// <summary>The address of a handler, as the app makes it for its clients.</summary>
[Jit]
[Aot]
public sealed class UrlTests(Compiler compiler) : WireTests(compiler)
{
    [Test]
    public async Task GetUrl_gives_the_address_at_which_the_handler_is_reached()
    {
        var urls = await Client.GetStringAsync("/url", Bounded.Token);

        Assert.That(urls, Is.EqualTo($"ws://{Host.Http.Authority}/rooms/a%20b%2F%C3%BC/x ws://{Host.Http.Authority}/bound/r/2/Green"));
    }
}
