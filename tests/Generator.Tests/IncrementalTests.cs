using Microsoft.CodeAnalysis;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>Which edits make the generator write anew, and which do not.</summary>
[TestFixture]
internal sealed class IncrementalTests
{
    private const string Chat = "[WebSocketHandler(\"/chat\")] public partial class Chat { [OnMessage] string Say(Say say) { return say.Text; } }";
    private const string Other = "[WebSocketHandler(\"/other\")] public partial class Other { [OnMessage] void Say(Say say) { } }";
    private const string Say = "[Message] public record Say(string Text);";

    [Test]
    public void AddedComment_DoesNotModifyOutput() => Assert.That(Written("{ return", "{ /* why */ return"), Is.Empty);

    [Test]
    public void ChangedMethodBody_DoesNotModifyOutput() => Assert.That(Written("return say.Text;", "return say.Text + say.Text;"), Is.Empty);

    [Test]
    public void AddedUnmarkedMethod_DoesNotModifyOutput() => Assert.That(Written("{ [OnMessage]", "{ void Helper() { } [OnMessage]"), Is.Empty);

    [Test]
    public void RenamedParameter_DoesNotModifyOutput() => Assert.That(Written("Say say) { return say", "Say it) { return it"), Is.Empty);

    [Test]
    public void ChangedMessageMembers_DoNotModifyOutput() => Assert.That(Written(2, "string Text)", "string Text, int More = 0)"), Is.Empty);

    [Test]
    public void AddedMethod_ModifiesOnlyThatHandler() => Assert.That(Written("{ [OnMessage]", "{ [OnClose] void Close() { } [OnMessage]"), Is.EqualTo(new[] { "Chat.WebSocket.g.cs" }));

    [Test]
    public void ChangedPath_ModifiesOnlyThatHandler() => Assert.That(Written("\"/chat\"", "\"/chats\""), Is.EqualTo(new[] { "Chat.WebSocket.g.cs" }));

    [Test]
    public void ChangedReturnType_ModifiesOnlyThatHandler() => Assert.That(Written("string Say(", "object Say("), Is.EqualTo(new[] { "Chat.WebSocket.g.cs" }));

    [Test]
    public void RenamedHandler_ModifiesItAndTheRegistration() =>
        Assert.That(Written("class Chat", "class Talk"), Is.EquivalentTo(new[] { "Talk.WebSocket.g.cs", "MapWebSocketHandlers.g.cs" }));

    [Test]
    public void RenamedMessage_ModifiesThoseWhoReadIt() =>
        Assert.That(Written(2, "[Message]", "[Message(\"x\")]"), Is.EquivalentTo(new[] { "Chat.WebSocket.g.cs", "Other.WebSocket.g.cs" }));

    [Test]
    public void AddedMessage_ModifiesNothing() => Assert.That(Written(2, "[Message]", "[Message] public record More; [Message]"), Is.Empty);

    [Test]
    public void AddedHandler_ModifiesItAndTheRegistration() =>
        Assert.That(Written(2, "string Text);", "string Text); [WebSocketHandler(\"/3\")] public partial class Third { }"), Is.EquivalentTo(new[] { "Third.WebSocket.g.cs", "MapWebSocketHandlers.g.cs" }));

    private static IEnumerable<string> Written(string text, string replacement) => Written(0, text, replacement);

    /// <summary>The files that are written anew, or for the first time, after an edit of one of the three sources.</summary>
    private static IEnumerable<string> Written(int source, string text, string replacement)
    {
        var compilation = TestCompilation.Create(Chat, Other, Say);
        var driver = Incremental.Run(compilation, out _);
        var before = driver.GetRunResult().Results.Single().GeneratedSources;
        var tree = compilation.SyntaxTrees[source];
        Assert.That(tree.ToString(), Does.Contain(text));
        var edited = compilation.ReplaceSyntaxTree(tree, TestCompilation.Parse(tree.ToString().Replace(text, replacement, StringComparison.Ordinal), tree.FilePath));
        var after = driver.RunGenerators(edited).GetRunResult().Results.Single();

        // A file that a stage writes again is another object, even with the same text.
        return after.GeneratedSources.Where(file => !before.Any(old => old.HintName == file.HintName && ReferenceEquals(old.SourceText, file.SourceText))).Select(file => file.HintName);
    }
}
