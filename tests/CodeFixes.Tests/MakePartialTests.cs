using Microsoft.CodeAnalysis.CodeFixes;
using WebSockets.CodeFixes.Tests.Infrastructure;
using WebSockets.Generator.CodeFixes;

namespace WebSockets.CodeFixes.Tests;

public sealed class MakePartialTests
{
    private static readonly Fix s_fix = new(new MakePartialCodeFixProvider());

    [Test]
    public Task A_handler_becomes_partial() => s_fix.FixesAsync(
        """
        using WebSockets;

        [WebSocketHandler]
        public class Chat
        {
            [OnOpen] void Open() { }
        }
        """,
        """
        using WebSockets;

        [WebSocketHandler]
        public partial class Chat
        {
            [OnOpen] void Open() { }
        }
        """);

    [Test]
    public Task What_stands_around_the_keyword_stays() => s_fix.FixesAsync(
        """
        using WebSockets;

        namespace App
        {
           /// <summary>Talks.</summary>
            [WebSocketHandler("/chat")] // the only one
              // really
              sealed  /* odd */  class   Chat( ) { [OnOpen] void Open() { } }

            #region
            [Obsolete, WebSocketHandler("/other")]
            class Other { [OnOpen] void Open() { } }
            #endregion
        }
        """.Replace("class Other", "partial class Other", StringComparison.Ordinal),
        """
        using WebSockets;

        namespace App
        {
           /// <summary>Talks.</summary>
            [WebSocketHandler("/chat")] // the only one
              // really
              sealed  /* odd */  partial class   Chat( ) { [OnOpen] void Open() { } }

            #region
            [Obsolete, WebSocketHandler("/other")]
            partial class Other { [OnOpen] void Open() { } }
            #endregion
        }
        """);

    [Test]
    public Task The_types_around_it_become_partial_with_it() => s_fix.FixesAsync(
        """
        using WebSockets;

        namespace App;

        // Outer
        static class Outer
        {
            internal record Middle(int A)
            {
                public readonly record struct Inner
                {
                    [WebSocketHandler]
                    public class Chat { [OnOpen] void Open() { } }
                }
            }

            class Beside;
        }
        """,
        """
        using WebSockets;

        namespace App;

        // Outer
        static partial class Outer
        {
            internal partial record Middle(int A)
            {
                public readonly partial record struct Inner
                {
                    [WebSocketHandler]
                    public partial class Chat { [OnOpen] void Open() { } }
                }
            }

            class Beside;
        }
        """);

    [Test]
    public Task All_of_a_solution_become_partial_at_once() => s_fix.FixesAllAsync(
        FixAllScope.Solution,
        UserSolution.OfProjects(
            "using WebSockets;\r\npublic class Outer\r\n{\r\n    [WebSocketHandler(\"/a\")] class A { [OnOpen] void Open() { } }\r\n    [WebSocketHandler(\"/b\")] class B { [OnOpen] void Open() { } }\r\n}\r\n"
                .Replace("] class", "] internal class", StringComparison.Ordinal),
            "using WebSockets;\n[WebSocketHandler] class C { [OnOpen] void Open() { } }\n"),
        "using WebSockets;\r\npublic partial class Outer\r\n{\r\n    [WebSocketHandler(\"/a\")] internal partial class A { [OnOpen] void Open() { } }\r\n    [WebSocketHandler(\"/b\")] internal partial class B { [OnOpen] void Open() { } }\r\n}\r\n",
        "using WebSockets;\n[WebSocketHandler] partial class C { [OnOpen] void Open() { } }\n");

    [Test]
    public async Task It_says_what_it_does() => Assert.That(
        await s_fix.TitleAsync("[WebSockets.WebSocketHandler] class Chat { [WebSockets.OnOpen] void Open() { } }"),
        Is.EqualTo("Make partial"));
}
