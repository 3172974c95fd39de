using WebSockets.CodeFixes.Tests.Infrastructure;
using WebSockets.Generator.CodeFixes.Refactorings;

namespace WebSockets.CodeFixes.Tests;

public sealed class GenerateMessageMethodTests
{
    private static readonly Refactoring s_refactoring = new(new GenerateMessageMethodCodeRefactoringProvider());

    [Test]
    public Task It_is_written_after_the_last_message_method_as_the_others_are() => s_refactoring.WritesAsync(
        "Generate handler method for message 'say'",
        """
        using WebSockets;

        namespace App
        {
            [WebSocketHandler]
            public partial class Chat
            {
                [OnMessage]
                void Add(Add add)
                {
                }  // odd

                [OnClose] void Close() { }
            }

            [Message] public record Add(int A, int B);
            [Message] public record Sa^y(string Text);
        }
        """,
        """
        using WebSockets;

        namespace App
        {
            [WebSocketHandler]
            public partial class Chat
            {
                [OnMessage]
                void Add(Add add)
                {
                }  // odd

                [OnMessage]
                void Say(Say say)
                {
                    throw new NotImplementedException();
                }

                [OnClose] void Close() { }
            }

            [Message] public record Add(int A, int B);
            [Message] public record Say(string Text);
        }
        """);

    [Test]
    public Task It_goes_where_the_handler_is_with_what_it_needs() => s_refactoring.WritesAsync(
        "Generate handler method for message 'event'",
        [
            "using WebSockets;\nnamespace App.Messages;\n[Message]\npublic record ^Event;\n",
            "namespace App;\r\n\r\n[WebSockets.WebSocketHandler]\r\npartial class Chat;\r\n",
        ],
        "using WebSockets;\nnamespace App.Messages;\n[Message]\npublic record Event;\n",
        "using App.Messages;\r\nusing WebSockets;\r\n\r\nnamespace App;\r\n\r\n[WebSockets.WebSocketHandler]\r\npartial class Chat\r\n{\r\n    [OnMessage]\r\n    private void Event(Event @event)\r\n    {\r\n        throw new NotImplementedException();\r\n    }\r\n}\r\n");

    [Test]
    public Task A_name_that_the_handler_has_is_not_taken() => s_refactoring.WritesAsync(
        "Generate handler method for message 'say'",
        """
        using WebSockets;

        [WebSocketHandler]
        partial class Chat
        {
            [OnOpen]
            private void Open(WebSocketConnection me) => me.SendAsync(new Say^(""));

            [Message] public record Say(string Text);
        }
        """,
        """
        using WebSockets;

        [WebSocketHandler]
        partial class Chat
        {
            [OnOpen]
            private void Open(WebSocketConnection me) => me.SendAsync(new Say(""));

            [OnMessage]
            private void OnSay(Say say)
            {
                throw new NotImplementedException();
            }

            [Message] public record Say(string Text);
        }
        """);

    [Test]
    public async Task Of_several_handlers_one_is_chosen() => Assert.That(
        await s_refactoring.OffersAsync(
            """
            using WebSockets;
            [Mess^age] record Say(string Text);
            namespace App
            {
                [WebSocketHandler("/one")] partial class One { [OnOpen] void Open() { } }
                [WebSocketHandler("/two")] partial class Two { [OnOpen] void Open() { } }
            }
            """),
        Is.EqualTo(new[] { "Generate handler method for message 'say'", "In 'App.One'", "In 'App.Two'" }));

    [TestCase("[Message] record ^Say(string Text); [WebSocketHandler] partial class Chat { [OnMessage] void Any(Say say) { } }", TestName = "A message that is received has its method")]
    [TestCase("[Message] record ^Say(string Text); [WebSocketHandler] partial class Chat { [OnMessage(\"say\")] void Any(string say) { } }", TestName = "A name that is received has its method")]
    [TestCase("record ^Say(string Text); [WebSocketHandler] partial class Chat { [OnOpen] void Open() { } }", TestName = "A type that is no message has none")]
    [TestCase("[Message] record ^Say(string Text);", TestName = "Without a handler there is nowhere to write it")]
    [TestCase("[Message] record Say(string Te^xt); [WebSocketHandler] partial class Chat { [OnOpen] void Open() { } }", TestName = "It is not offered on the members of a message")]
    public async Task Elsewhere_it_is_not_offered(string code) => Assert.That(await s_refactoring.OffersAsync("using WebSockets; " + code), Is.Empty);
}
