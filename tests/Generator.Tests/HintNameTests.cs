using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>Every handler has a file of its own, by whatever name, and of the same name on every machine.</summary>
[TestFixture]
internal sealed class HintNameTests
{
    private const string Open = "[OnOpen] void Open() { }";

    [Test]
    public void NamesThatDifferInCaseAlone_InClassContainerOrNamespace()
    {
        var names = Names(GeneratorRun.Of($$"""
            namespace App { [WebSocketHandler("/1", Name = "1")] public partial class Chat { {{Open}} } [WebSocketHandler("/2", Name = "2")] public partial class CHAT { {{Open}} } }
            namespace APP { [WebSocketHandler("/3", Name = "3")] public partial class Chat { {{Open}} } }
            namespace App { public partial class Outer { [WebSocketHandler("/4", Name = "4")] public partial class Chat { {{Open}} } } }
            namespace App { public partial class OUTER { [WebSocketHandler("/5", Name = "5")] public partial class Chat { {{Open}} } } }
            namespace App { [WebSocketHandler("/6", Name = "6")] public partial class Plain { {{Open}} } }
            """));
        Assert.That(names, Has.Length.EqualTo(6));
        Assert.That(names.Distinct(StringComparer.OrdinalIgnoreCase).Count(), Is.EqualTo(6));
        Assert.That(names.Where(name => name.StartsWith("App.Chat.", StringComparison.Ordinal)), Is.EqualTo(new[] { "App.Chat.853a05b8.WebSocket.g.cs" }), "the same on every machine");
        Assert.That(names, Does.Contain("App.Plain.WebSocket.g.cs"));
    }

    [Test]
    public void Nested_OfOneNameInSeveralContainers()
    {
        var names = Names(GeneratorRun.Of($$"""
            namespace App;
            public partial class A { [WebSocketHandler("/1", Name = "1")] public partial class Chat { {{Open}} } public partial class B { [WebSocketHandler("/2", Name = "2")] public partial class Chat { {{Open}} } } }
            public partial class B { [WebSocketHandler("/3", Name = "3")] public partial class Chat { {{Open}} } }
            """));
        Assert.That(names, Is.EquivalentTo(new[] { "App.A+Chat.WebSocket.g.cs", "App.A+B+Chat.WebSocket.g.cs", "App.B+Chat.WebSocket.g.cs" }));
    }

    [TestCase("public partial class Outer<T> { [WebSocketHandler] public partial class Chat { [OnOpen] void Open() { } } }")]
    [TestCase("public partial class Outer<T> { public partial class Inner { [WebSocketHandler] public partial class Chat { [OnOpen] void Open() { } } } }")]
    [TestCase("[WebSocketHandler] public partial class Chat<T> { [OnOpen] void Open() { } }")]
    public void Generic_IsReportedAndHasNoFile(string source)
    {
        var run = GeneratorRun.OfInvalid(source);
        Assert.That(run.Diagnostics.Select(diagnostic => diagnostic.Id), Is.EqualTo(new[] { "WSG0002" }));
        Assert.That(Names(run), Is.Empty);
    }

    [TestCase("Ünïcödé", "Чат")]
    [TestCase("漢字", "チャット")]
    [TestCase("संदेश", "चैट")]
    [TestCase("I_\u203f_\u2040", "\u0131I\u0130i")]
    [TestCase("a\u0301e\u0300", "ﬁﬂ")]
    public void Unicode_LettersMarksAndConnectors(string space, string name)
    {
        var run = GeneratorRun.Of($$"""namespace {{space}} { [WebSocketHandler("/{{name}}")] public partial class {{name}} { {{Open}} [OnMessage] {{name}}2 Say({{name}}2 x) => x; } [Message] public record {{name}}2; }""");
        Assert.That(Names(run), Is.EqualTo(new[] { $"{space}.{name}.WebSocket.g.cs" }));
    }

    [Test]
    public void UnicodeEscapes_AndFormattingCharacters_AreTheNameThatTheyMean()
    {
        var run = GeneratorRun.Of($$"""namespace \u0041pp { [WebSocketHandler] public partial class Ch\u0061t { {{Open}} } }""");
        Assert.That(Names(run), Is.EqualTo(new[] { "App.Chat.WebSocket.g.cs" }));
        run = GeneratorRun.Of($$"""namespace App { [WebSocketHandler] public partial class Ch{{"\u200d"}}at { {{Open}} } }""");
        Assert.That(Names(run), Is.EqualTo(new[] { "App.Chat.WebSocket.g.cs" }));
    }

    [TestCase("class")]
    [TestCase("namespace")]
    [TestCase("record")]
    [TestCase("await")]
    [TestCase("field")]
    [TestCase("extension")]
    [TestCase("__arglist")]
    [TestCase("var")]
    public void Keywords_InEveryPlaceOfTheName(string keyword)
    {
        var run = GeneratorRun.Of($$"""
            namespace @{{keyword}}.@if { public partial class @{{keyword}} { [WebSocketHandler("/{{{keyword}}}")] internal partial class @else {
                [OnOpen] void @{{keyword}}(string @{{keyword}}) { }
                [OnMessage("x")] @do M(@do @switch) => @switch;
                [Message] public record @do(int @{{keyword}});
            } } }
            """);
        Assert.That(Names(run), Is.EqualTo(new[] { $"{keyword}.if.{keyword}+else.WebSocket.g.cs" }));
    }

    [Test]
    public void AttributeOnTwoPartsInTwoFiles_IsOneFile()
    {
        const string first = "[WebSocketHandler(\"/a\")] public partial class Chat { [OnOpen] void Open() { } }";
        const string second = "[WebSocketHandler(\"/b\")] public partial class Chat { [OnClose] void Close() { } }";
        var run = GeneratorRun.OfInvalid(TestCompilation.Create(first, second), "CS0579");
        Assert.That(Names(run), Is.EqualTo(new[] { "Chat.WebSocket.g.cs" }));
        Assert.That(run.Handler(), Does.Contain("Path = \"/a\"").And.Contain("_handler.Open()").And.Contain("_handler.Close()"));
        Assert.That(run.Output.GetDiagnostics().Count(diagnostic => diagnostic.Id == "CS0579"), Is.EqualTo(1), "the compiler says it, so that no analyzer need");
        Assert.That(run.Diagnostics, Is.Empty);
    }

    [Test]
    public void MessageAttributeOnTwoParts_IsOneName()
    {
        var run = GeneratorRun.OfInvalid(
            TestCompilation.Create("[Message(\"a\")] public partial record Say;", "[Message(\"b\")] public partial record Say; [WebSocketHandler] public partial class Chat { [OnMessage] void Say(Say say) { } }"), "CS0579");
        Assert.That(run.Handler(), Does.Contain("Messages = [\"a\"]"));
    }

    private static string[] Names(GeneratorRun run) => [.. run.FileNames.Where(name => name.EndsWith(".WebSocket.g.cs", StringComparison.Ordinal))];
}
