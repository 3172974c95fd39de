using System.Globalization;
using WebSockets.Aot.Tests.Infrastructure;
using WebSockets.Testing;

namespace WebSockets.Aot.Tests.Wire;

/// <summary>The address of a handler, as the app makes it for its clients.</summary>
[Jit]
[Aot]
public sealed class UrlTests(Compiler compiler) : WireTests(compiler)
{
    [TestCase("/url/room?name=x", "\"ws://{0}/rooms/a%20b%25%C3%BC/x\"")]
    [TestCase("/url/bound", "ws://{0}/bound/r/2/Green/2024-06-01")]
    [TestCase("/url/untyped?room=lobby", "\"ws://{0}/rooms/lobby/x\"")]
    [TestCase("/url/text", "ws://{0}/bound/r/2/Green")]
    public async Task A_minimal_api_answers_with_the_address_of_a_handler(string endpoint, string address)
    {
        var answer = await Client.GetStringAsync(endpoint, Bounded.Token);

        Assert.That(answer, Is.EqualTo(string.Format(CultureInfo.InvariantCulture, address, Host.Http.Authority)));
    }
}
