using WebSockets.CodeFixes.Tests.Infrastructure;
using WebSockets.Generator.CodeFixes.Refactorings;

namespace WebSockets.CodeFixes.Tests;

public sealed class GenerateLifecycleMethodTests
{
    private static readonly Refactoring s_refactoring = new(new GenerateLifecycleMethodCodeRefactoringProvider());

    [Test]
    public Task An_OnError_method_is_written_after_the_others() => s_refactoring.WritesAsync(
        "Generate [OnError]",
        """
        using WebSockets;

        namespace App;

        [WebSocketHandler]
        public partial class ^Chat
        {
            [OnMessage] private string Say(string text) => Trim(text);

            [OnError] private void Format(FormatException error) { }

            private static string Trim(string text) => text.Trim();
        }
        """,
        """
        using WebSockets;

        namespace App;

        [WebSocketHandler]
        public partial class Chat
        {
            [OnMessage] private string Say(string text) => Trim(text);

            [OnError] private void Format(FormatException error) { }

            [OnError]
            private void Error(WebSocketConnection? connection, Exception error)
            {
                throw new NotImplementedException();
            }

            private static string Trim(string text) => text.Trim();
        }
        """);

    [Test]
    public Task An_OnClose_method_has_what_it_may_take() => s_refactoring.WritesAsync(
        "Generate [OnClose]",
        "using WebSockets;\n\n#nullable disable\n[WebSocketHandler]\npublic partial class Chat^\n{\n    // Nothing yet.\n}\n",
        "using System.Net.WebSockets;\nusing WebSockets;\n\n#nullable disable\n[WebSocketHandler]\npublic partial class Chat\n{\n    [OnClose]\n    private void Close(WebSocketConnection connection, WebSocketCloseStatus? status, string reason)\n    {\n        throw new NotImplementedException();\n    }\n    // Nothing yet.\n}\n");

    [TestCase("", new[] { "Generate [OnError]", "Generate [OnLogin]", "Generate [OnOpen]", "Generate [OnClose]" })]
    [TestCase("[OnError] void Error(Exception e) { } [OnLogin] bool Login() => true;", new[] { "Generate [OnOpen]", "Generate [OnClose]" })]
    [TestCase("[OnError] void Error(FormatException e) { } [OnOpen] void Open() { } [OnClose] void Close() { }", new[] { "Generate [OnError]", "Generate [OnLogin]" })]
    public async Task What_the_handler_does_not_have_is_offered(string members, string[] titles) =>
        Assert.That(await s_refactoring.OffersAsync($"using WebSockets; [WebSocket^Handler] partial class Chat {{ {members} }}"), Is.EqualTo(titles));

    [TestCase("partial class ^Chat { }", TestName = "A class that is no handler has no lifecycle")]
    [TestCase("[WebSocketHandler] static partial class ^Chat { }", TestName = "A class that cannot be a handler has no lifecycle")]
    [TestCase("[WebSocketHandler] partial class Chat { int ^number; }", TestName = "It is not offered on the members of a handler")]
    public async Task Elsewhere_it_is_not_offered(string code) => Assert.That(await s_refactoring.OffersAsync("using WebSockets; " + code), Is.Empty);
}
