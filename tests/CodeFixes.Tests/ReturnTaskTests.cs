using Microsoft.CodeAnalysis.CodeFixes;
using WebSockets.CodeFixes.Tests.Infrastructure;
using WebSockets.Generator.CodeFixes;

namespace WebSockets.CodeFixes.Tests;

public sealed class ReturnTaskTests
{
    private static readonly Fix s_fix = new(new ReturnTaskCodeFixProvider());

    [Test]
    public Task A_method_returns_a_task() => s_fix.FixesAsync(
        """
        using WebSockets;

        [WebSocketHandler]
        public partial class Chat
        {
            /// <summary>Waits.</summary>
            [OnOpen] // first
            private  async   void  /* nothing */ Open() => await Task.Yield();
        }
        """,
        """
        using WebSockets;

        [WebSocketHandler]
        public partial class Chat
        {
            /// <summary>Waits.</summary>
            [OnOpen] // first
            private  async   Task  /* nothing */ Open() => await Task.Yield();
        }
        """);

    [Test]
    public Task The_namespace_of_Task_is_imported_where_it_is_not() => s_fix.FixesAsync(
        UserSolution.Of(
            implicitUsings: false,
            """
            // A chat.

            using System;
            using WebSockets;

            namespace App
            {
                [WebSocketHandler]
                public partial class Chat
                {
                    [OnOpen]
                    async void Open(WebSocketConnection me)
                    {
                        await me.SendTextAsync(Environment.Version.ToString());
                    }
                }
            }
            """),
        """
        // A chat.

        using System;
        using System.Threading.Tasks;
        using WebSockets;

        namespace App
        {
            [WebSocketHandler]
            public partial class Chat
            {
                [OnOpen]
                async Task Open(WebSocketConnection me)
                {
                    await me.SendTextAsync(Environment.Version.ToString());
                }
            }
        }
        """);

    [Test]
    public Task A_document_keeps_its_line_ends() => s_fix.FixesAsync(
        UserSolution.Of(
            implicitUsings: false,
            "using WebSockets;\r\n\r\n[WebSocketHandler]\r\npartial class Chat\r\n{\r\n    [OnOpen] async void Open(WebSocketConnection me) => await me.SendTextAsync(\"hi\");\r\n}\r\n"),
        "using System.Threading.Tasks;\r\nusing WebSockets;\r\n\r\n[WebSocketHandler]\r\npartial class Chat\r\n{\r\n    [OnOpen] async Task Open(WebSocketConnection me) => await me.SendTextAsync(\"hi\");\r\n}\r\n");

    [Test]
    public Task Another_type_of_the_name_is_not_meant() => s_fix.FixesAsync(
        """
        namespace App;

        class Task;

        [WebSockets.WebSocketHandler]
        partial class Chat
        {
            [WebSockets.OnOpen] async void Open(WebSockets.WebSocketConnection me) => await me.SendTextAsync("");
        }
        """,
        """
        namespace App;

        class Task;

        [WebSockets.WebSocketHandler]
        partial class Chat
        {
            [WebSockets.OnOpen] async System.Threading.Tasks.Task Open(WebSockets.WebSocketConnection me) => await me.SendTextAsync("");
        }
        """);

    [Test]
    public Task All_of_a_document_return_tasks() => s_fix.FixesAllAsync(
        FixAllScope.Document,
        UserSolution.Of(
            """
            using WebSockets;

            [WebSocketHandler]
            partial class Chat
            {
                [OnOpen] async void Open() => await Task.Yield();
                [OnMessage] async void Say(string text) => await Task.Yield();
                [OnClose] async void Close() => await Task.Yield();
            }
            """),
        """
        using WebSockets;

        [WebSocketHandler]
        partial class Chat
        {
            [OnOpen] async Task Open() => await Task.Yield();
            [OnMessage] async Task Say(string text) => await Task.Yield();
            [OnClose] async Task Close() => await Task.Yield();
        }
        """);

    [TestCase("[OnLogin] async void Login() => await Task.Yield();", TestName = "A login has something to return")]
    [TestCase("[OnOpen] public override async void Open() => await Task.Yield();", TestName = "A base class says what an override returns")]
    [TestCase("[OnOpen] public async void Dispose() => await Task.Yield();", TestName = "An interface says what its implementation returns")]
    [TestCase("[OnMessage] async void Say(string text) => await Task.Yield(); Action<string> Said => Say;", TestName = "A delegate may need it to return nothing")]
    public Task What_decides_the_return_type_elsewhere_is_left_to_its_author(string code) => s_fix.OffersNothingAsync(
        $$"""
        using WebSockets;
        abstract class Base { public abstract void Open(); }
        [WebSocketHandler] abstract partial class Chat : Base, IDisposable { public override void Open() { } public void Dispose() { } {{code}} }
        """.Replace(code.Contains("override") ? "public override void Open() { }" : code.Contains("Dispose") ? "public void Dispose() { }" : "\0", ""));
}
