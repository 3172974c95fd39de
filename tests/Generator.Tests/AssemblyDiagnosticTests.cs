using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>What is reported of classes that are held against others of the assembly.</summary>
[TestFixture]
internal sealed class AssemblyDiagnosticTests
{
    [TestCase("OnLogin", "bool", "=> true;")]
    [TestCase("OnOpen", "void", "{ }")]
    [TestCase("OnMessage", "void", "{ }")]
    [TestCase("OnClose", "void", "{ }")]
    [TestCase("OnPing", "void", "{ }")]
    public void WSG0004_ClassIsNoHandler(string attribute, string type, string body) => Reported.One(
        GeneratorRun.OfInvalid($"public class Chat {{ [{attribute}] {type} M() {body} }}"),
        "WSG0004",
        "M",
        $"'Chat.M' is marked with [{attribute}], but 'Chat' is no handler and no handler of this assembly derives from it, so nothing calls it. Mark the class with [WebSocketHandler].");

    [TestCase("public abstract class Root { [OnOpen] protected void Open() { } }")]
    [TestCase("public class Root<T> { [OnOpen] protected void Open(string x) { } } [WebSocketHandler(\"/{x}\")] public partial class Chat : Root<int> { }")]
    [TestCase("public class Root { [OnOpen] protected void Open() { } } public class Middle : Root { } [WebSocketHandler] public partial class Chat : Middle { }")]
    [TestCase("public abstract class Root { [OnOpen] protected virtual void Open() { } } public class Other : Root { protected override void Open() { } }")]
    public void WSG0004_NotOfABase(string source) => GeneratorRun.Of(source);

    [Test]
    public void WSG0006_SameName() => Reported.One(
        GeneratorRun.OfInvalid("namespace A { [WebSocketHandler(\"/a\")] public partial class Chat { [OnOpen] void Open() { } } } namespace B { [WebSocketHandler(\"/b\")] public partial class Chat { [OnOpen] void Open() { } } }"),
        "WSG0006",
        "Chat",
        "The handlers 'A.Chat' and 'B.Chat' are both named 'Chat', so one section of the configuration would be for both. Give one another name: [WebSocketHandler(…, Name = \"…\")].");

    [Test]
    public void WSG0006_SameNameGiven() => Reported.One(
        GeneratorRun.OfInvalid("[WebSocketHandler(\"/a\")] public partial class A { [OnOpen] void Open() { } } [WebSocketHandler(\"/b\", Name = \"a\")] public partial class B { [OnOpen] void Open() { } }"),
        "WSG0006",
        "\"a\"",
        "The handlers 'A' and 'B' are both named 'a', so one section of the configuration would be for both. Give one another name: [WebSocketHandler(…, Name = \"…\")].");

    [TestCase("/a", "/a")]
    [TestCase("/a", "/A/")]
    [TestCase("/a/{x}", "/a/{y}")]
    [TestCase("/a/{x}", "/a/{y?}")]
    [TestCase("/a/{x=1}", "/a/{y}")]
    [TestCase("/{x:int:min(1)}", "/{y:int:min(1)}")]
    [TestCase("/{*x}", "/{**y}")]
    [TestCase("/{x:regex(^[a-z]{{2}}$)}", "/{y:regex(^[a-z]{{2}}$)}")]
    public void WSG0102_SamePath(string one, string other) =>
        Reported.One(Run(one, other), "WSG0102", $"\"{other}\"", $"The handlers 'A' and 'B' have the paths '{one}' and '{other}', which match the same requests. Change one of them.");

    [TestCase("/a", "/b")]
    [TestCase("/a/{x}", "/a/b")]
    [TestCase("/a/{x}", "/a/{*x}")]
    [TestCase("/{x:int}", "/{x:guid}")]
    [TestCase("/{x:int}", "/{x}")]
    [TestCase("/{x:min(1)}", "/{x:min(2)}")]
    [TestCase("/{{x}}", "/{x}")]
    [TestCase("/{x:regex(^a$)}", "/{x:regex(^A$)}")]
    public void WSG0102_NotOfPathsThatCanBeToldApart(string one, string other) => Assert.That(Run(one, other).Diagnostics, Is.Empty);

    private static GeneratorRun Run(string one, string other) => GeneratorRun.OfInvalid(
        $"[WebSocketHandler(\"{one}\")] public partial class A {{ [OnOpen] void Open() {{ }} }} [WebSocketHandler(\"{other}\")] public partial class B {{ [OnOpen] void Open() {{ }} }}");
}
