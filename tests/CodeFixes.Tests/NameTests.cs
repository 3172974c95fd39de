using Microsoft.CodeAnalysis.CodeFixes;
using WebSockets.CodeFixes.Tests.Infrastructure;
using WebSockets.Generator.CodeFixes;

namespace WebSockets.CodeFixes.Tests;

/// <summary>Message names that are taken.</summary>
public sealed class NameTests
{
    private static readonly Fix s_method = new(new NameMessageMethodCodeFixProvider());
    private static readonly Fix s_type = new(new NameMessageTypeCodeFixProvider());

    [TestCase("[OnMessage] void Shout(Say say) { }", "[OnMessage(\"shout\")] void Shout(Say say) { }")]
    [TestCase("[OnMessage(\"say\" /* it */)] void Shout(string text) { }", "[OnMessage(\"shout\" /* it */)] void Shout(string text) { }")]
    [TestCase("[OnMessage(name: \"say\")] void Shout(string text) { }", "[OnMessage(name: \"shout\")] void Shout(string text) { }")]
    [TestCase("[OnMessage( )] void Said(Say say) { }", "[OnMessage(\"said2\")] void Said(Say say) { }")]
    [TestCase("[Obsolete, OnMessage /* again */ ] void Other(Say say) { }", "[Obsolete, OnMessage(\"other2\") /* again */ ] void Other(Say say) { }")]
    public Task The_second_method_is_named_after_itself(string before, string after)
    {
        string Handler(string method) => $$"""
            using WebSockets;

            [WebSocketHandler]
            partial class Chat
            {
                [OnMessage] void Say(Say say) { }
                [OnMessage("other")] void Different(string text) { }
                {{method}}
            }

            [Message] record Say(string Text);
            [Message] record Said(string Text);
            """;
        return s_method.FixesAsync(Handler(before), Handler(after));
    }

    [Test]
    public Task All_methods_get_names_that_differ() => s_method.FixesAllAsync(
        FixAllScope.Document,
        UserSolution.Of(
            """
            using WebSockets;

            class Base
            {
                [OnMessage("say")] protected void Shout(string text) { }
            }

            [WebSocketHandler(Payload = "data")]
            partial class Chat : Base
            {
                [OnMessage("say")] void Say(string text) { }
                [OnMessage("say")] void Say(int number) { }
                [OnMessage("say")] void Say(bool flag) { }
            }
            """),
        """
        using WebSockets;

        class Base
        {
            [OnMessage("shout")] protected void Shout(string text) { }
        }

        [WebSocketHandler(Payload = "data")]
        partial class Chat : Base
        {
            [OnMessage("say")] void Say(string text) { }
            [OnMessage("say2")] void Say(int number) { }
            [OnMessage("say3")] void Say(bool flag) { }
        }
        """);

    [TestCase("[OnOpen] First.Say? Open() => null; [OnMessage] Second.Say Say(string text) => new(text);", TestName = "A type that is returned is named in its own document")]
    [TestCase("[OnMessage] First.Say Say(WebSocketConnection me, string text) { me.SendAsync(new Second.Say(\"\")); return new(text); }", TestName = "A type that is sent is named in its own document")]
    public Task The_second_type_gets_a_name(string method)
    {
        var handler = $$"""
            using WebSockets;

            [WebSocketHandler(Payload = "data")]
            partial class Chat
            {
                {{method}}
            }
            """;
        const string Types = """
            namespace First
            {
                [WebSockets.Message] record Say(string Text);
                [WebSockets.Message] record Say2(string Text);
            }

            namespace Second
            {
                /// <summary>Another.</summary>
                [WebSockets.Message] // say
                record Say(string Text);
            }
            """;
        return s_type.FixesAsync(
            UserSolution.Of(handler, Types),
            handler,
            Types.Replace("[WebSockets.Message] //", "[WebSockets.Message(\"say3\")] //", StringComparison.Ordinal));
    }

    [Test]
    public Task Which_integer_is_free_is_not_guessed_for_a_method() => s_method.OffersNothingAsync(
        "using WebSockets; [WebSocketHandler] partial class Chat { [OnMessage(1)] void B() { } [OnMessage(1)] void C() { } }");

    [Test]
    public Task Which_integer_is_free_is_not_guessed_for_a_type() => s_type.OffersNothingAsync(
        "using WebSockets; [WebSocketHandler] partial class Chat { [OnOpen] One Open() => new(); [OnMessage] Two Say(string text) => new(); } [Message(1)] record One; [Message(1)] record Two;");

    [Test]
    public async Task They_say_which_name_it_is() => Assert.That(
        await s_method.TitleAsync("using WebSockets; [WebSocketHandler] partial class Chat { [OnMessage(\"a\")] void B(string s) { } [OnMessage(\"a\")] void C(string s) { } }"),
        Is.EqualTo("Name the message \"c\""));
}
