using System.Reflection;
using WebSockets.CompilerServices;
using WebSockets.Dispatch;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Entry;

/// <summary>No attribute that says who may send to a message method is passed over, whatever it is and wherever it stands.</summary>
internal sealed class GuardTests
{
    [TestCase("\"local\"", "local", TestName = "A file-local attribute")]
    [TestCase("\"hidden\"", "hidden", TestName = "An attribute that is private to a base class")]
    [TestCase("\"experimental\"", "experimental", TestName = "An experimental attribute, which takes an object")]
    [TestCase("\"obsolete\"", "obsolete", TestName = "An obsolete attribute of the app's own")]
    [TestCase("\"overridden\"", "overridden", TestName = "An attribute that is not inherited, on the method that is overridden")]
    [TestCase("\"hidden-base\"", "hidden-base", TestName = "An attribute on the method that overrides")]
    [TestCase("\"static\"", "static", TestName = "A static method")]
    [TestCase("\"generic\"", "generic", TestName = "A method of a generic base class")]
    [TestCase("\"overload\"", "overload", TestName = "An overload")]
    [TestCase("\"overload-too\"", "overload-too", TestName = "Another overload")]
    [TestCase("1", "numbered", TestName = "A message whose name is an integer")]
    public async Task A_guarded_method_stays_guarded(string name, string reply)
    {
        await using var host = await TestHost.StartAsync<GuardedForum>(setup: Tickets.Use);
        await using var client = await host.DialAsync();
        await client.OpenAsync(host.Handshake("/entry/guarded").Add("X-Main", "ann"));
        await using var moderator = await host.DialAsync();
        await moderator.OpenAsync(host.Handshake("/entry/guarded").Add("X-Main", "bob moderator"));

        await client.SendTextAsync($$"""{"type":{{name}},"d":null}""");
        Assert.That(await client.ReceiveTextAsync(), Does.Contain("\"forbidden\""));

        await moderator.SendTextAsync($$"""{"type":{{name}},"d":null}""");
        Assert.That(await moderator.ReceiveTextAsync(), Is.EqualTo(reply));
    }

    [Test]
    public async Task An_overload_without_an_attribute_is_for_everybody()
    {
        await using var host = await TestHost.StartAsync<GuardedForum>(setup: Tickets.Use);
        await using var client = await host.ConnectAsync("/entry/guarded");

        await client.SendTextAsync("""{"type":"overload-free"}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("overload-free"));
    }

    [Test]
    public async Task An_attribute_that_turns_out_to_ask_for_nothing_needs_no_authorization()
    {
        await using var host = await TestHost.StartAsync<Audited>();
        await using var client = await host.ConnectAsync("/entry/audited");

        await client.SendTextAsync("""{"type":"free"}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("nobody"));
    }

    [Test]
    public void A_method_that_is_not_found_is_a_failure() => Fails(null);

    [Test]
    public void A_method_whose_attributes_are_not_found_is_a_failure() =>
        Fails(typeof(GuardedForum).GetMethod(nameof(GuardedForum.Overridden), WebSocketMessageAuthorization.Declared));

    private static void Fails(params MethodInfo?[]? declarations)
    {
        var failures = new List<string>();

        MessageDemands.Read("GuardedForum.Overridden()", declarations ?? [null], failures);

        Assert.That(failures, Is.EqualTo(new[] { "The attributes of GuardedForum.Overridden() cannot be read. One of them may say who may send to it, so it must not be trimmed." }));
    }
}
