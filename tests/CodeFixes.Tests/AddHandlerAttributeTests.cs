using Microsoft.CodeAnalysis.CodeFixes;
using WebSockets.CodeFixes.Tests.Infrastructure;
using WebSockets.Generator.CodeFixes;

namespace WebSockets.CodeFixes.Tests;

public sealed class AddHandlerAttributeTests
{
    private static readonly Fix s_fix = new(new AddHandlerAttributeCodeFixProvider());

    [Test]
    public Task A_class_becomes_a_handler_with_a_path_after_its_name() => s_fix.FixesAsync(
        """
        using WebSockets;

        namespace App
        {
            public class OrderBookHandler
            {
                [OnOpen] void Open() { }
                [OnMessage] string Say(string text) => text;
            }
        }
        """,
        """
        using WebSockets;

        namespace App
        {
            [WebSocketHandler("/order-book")]
            public partial class OrderBookHandler
            {
                [OnOpen] void Open() { }
                [OnMessage] string Say(string text) => text;
            }
        }
        """);

    [Test]
    public Task Documentation_comments_and_other_attributes_stay_where_they_are() => s_fix.FixesAsync(
        """
        using WebSockets;

        namespace App;

        // The first of its kind.
        /// <summary>Talks.</summary>
          [Obsolete] // soon
          class Chat // talks
          {
              [OnOpen] void Open() { }
          }
        """,
        """
        using WebSockets;

        namespace App;

        // The first of its kind.
        /// <summary>Talks.</summary>
          [WebSocketHandler("/chat")]
          [Obsolete] // soon
          partial class Chat // talks
          {
              [OnOpen] void Open() { }
          }
        """);

    [Test]
    public Task A_class_in_the_line_of_another_stays_there() => s_fix.FixesAsync(
        "using WebSockets; public class Outer { public class Chat { [OnOpen] void Open() { } } }",
        "using WebSockets; public partial class Outer { [WebSocketHandler(\"/chat\")] public partial class Chat { [OnOpen] void Open() { } } }");

    [Test]
    public Task The_namespace_is_imported() => s_fix.FixesAsync(
        """
        using System.Text;

        namespace App;

        class Chat
        {
            [WebSockets.OnOpen] string Open() => Encoding.UTF8.WebName;
        }
        """,
        """
        using System.Text;
        using WebSockets;

        namespace App;

        [WebSocketHandler("/chat")]
        partial class Chat
        {
            [WebSockets.OnOpen] string Open() => Encoding.UTF8.WebName;
        }
        """);

    [Test]
    public Task The_path_of_another_handler_is_not_taken() => s_fix.FixesAsync(
        """
        using WebSockets;

        class Chat
        {
            [OnOpen] void Open() { }
        }

        [WebSocketHandler("/Chat")]
        partial class Talk
        {
            [OnOpen] void Open() { }
        }
        """,
        """
        using WebSockets;

        [WebSocketHandler("/chat2")]
        partial class Chat
        {
            [OnOpen] void Open() { }
        }

        [WebSocketHandler("/Chat")]
        partial class Talk
        {
            [OnOpen] void Open() { }
        }
        """);

    [Test]
    public Task All_of_a_project_get_paths_that_differ() => s_fix.FixesAllAsync(
        FixAllScope.Project,
        UserSolution.Of(
            "using WebSockets;\r\nclass Chat\r\n{\r\n    [OnOpen] void Open() { }\r\n    [OnClose] void Close() { }\r\n}\r\n",
            "using WebSockets;\nclass ChatHandler { [OnOpen] void Open() { } }\npartial class Parts { [OnOpen] void Open() { } }\n",
            "partial class Parts { [WebSockets.OnClose] void Close() { } }\n"),
        "using WebSockets;\r\n[WebSocketHandler(\"/chat\")]\r\npartial class Chat\r\n{\r\n    [OnOpen] void Open() { }\r\n    [OnClose] void Close() { }\r\n}\r\n",
        "using WebSockets;\n[WebSocketHandler(\"/chat2\")]\npartial class ChatHandler { [OnOpen] void Open() { } }\n[WebSocketHandler(\"/parts\")]\npartial class Parts { [OnOpen] void Open() { } }\n",
        "partial class Parts { [WebSockets.OnClose] void Close() { } }\n");

    [TestCase("static class Chat { [OnOpen] static void Open() { } }", TestName = "A static class cannot be a handler")]
    [TestCase("class Chat<T> { [OnOpen] void Open() { } }", TestName = "A generic class cannot be a handler")]
    [TestCase("struct Chat { [OnOpen] void Open() { } }", TestName = "A struct cannot be a handler")]
    [TestCase("class Outer { class Chat { [OnOpen] void Open() { } } }", TestName = "A private class cannot be a handler")]
    [TestCase("class Chat { [OnOpen] void Open() { } } namespace Other { [WebSocketHandler] partial class Chat { [OnOpen] void Open() { } } }", TestName = "A handler of this name would be a second one")]
    public Task What_cannot_be_a_handler_is_left_to_its_author(string code) => s_fix.OffersNothingAsync("using WebSockets; " + code);
}
