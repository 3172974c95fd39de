using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>
/// What a handler depends on may stand in another file: after an edit there, a driver that has run before writes what a first run on the same files
/// writes.
/// </summary>
[TestFixture]
internal sealed class WarmRunTests
{
    private const string Chat = "namespace App; [WebSocketHandler(\"/chat\")] public partial class Chat { [OnOpen] void Open() { } }";

    [TestCase("{ [OnClose] void Close() { } }", "{ [OnClose] Task Close() => Task.CompletedTask; }", TestName = "OtherPart_OfTheHandler")]
    [TestCase("{ }", ": IDisposable { public void Dispose() { } public required Random Random { get; init; } }", TestName = "OtherPart_ThatGetsARequiredMember")]
    [TestCase("{ }", "{ public Chat(Random random) { } }", TestName = "OtherPart_ThatGetsAConstructor")]
    public void OtherPart_IsSeen(string members, string edited) => IsSeen([Chat, $"namespace App; partial class Chat {members}"], 1, members, edited);

    [TestCase("[Microsoft.AspNetCore.Authorization.Authorize, WebSocketHandler]", "{ }", TestName = "OtherPart_OfAHandlerWithSeveralAttributes")]
    [TestCase("[Handler]", "{ }", TestName = "OtherPart_OfAHandlerByAnAlias")]
    [TestCase("[Microsoft.AspNetCore.Authorization.Authorize, WebSocketHandler]", "{ private int _count; }", TestName = "OtherPart_OfAHandlerWithAFieldAlone")]
    public void OtherPart_IsSeen_WhereTheMarkedOneHasNothingOfItsOwn(string attributes, string members) => IsSeen(
        [$"using Handler = WebSockets.WebSocketHandlerAttribute; namespace App; {attributes} public partial class Chat {members}", "namespace App; partial class Chat { [OnMessage] void M(string s) { } }"],
        1, "string s", "byte[] s");

    [TestCase("class Chat : Root", "public abstract class Root { [OnClose] protected void Close() { } }", "void Close()", "Task Close()", TestName = "BaseClass_Method")]
    [TestCase("class Chat : Middle", "public abstract class Middle : Root { } public abstract class Root { [OnClose] protected void Close() { } }", "void Close()", "Task Close()", TestName = "BaseOfTheBaseClass_Method")]
    [TestCase("class Chat : Root<int>", "public abstract class Root<T> { [OnMessage] protected string M(T x) => \"\"; }", "string M", "object M", TestName = "GenericBaseClass_Method")]
    [TestCase("class Chat : Alias", "public abstract class Root { [OnClose] protected void Close() { } }", "void Close()", "Task Close()", TestName = "BaseClass_ByAnAlias")]
    [TestCase("class Chat : Other", "[WebSocketHandler(\"/other\")] public partial class Other { [OnClose] public void Close() { } }", "void Close()", "Task Close()", TestName = "BaseClass_ThatIsAHandlerToo")]
    [TestCase("class Chat : Root", "public abstract class Root { [OnMessage(\"m\"), Microsoft.AspNetCore.Authorization.Authorize] protected void M() { } }", ", Microsoft.AspNetCore.Authorization.Authorize", "", TestName = "BaseClass_AttributeOfAMethod")]
    public void BaseClass_IsSeen(string declaration, string other, string text, string edited) =>
        IsSeen(["using Alias = App.Root;" + Chat.Replace("class Chat", declaration, StringComparison.Ordinal), "namespace App; " + other, "namespace App; public class Unrelated;"], 1, text, edited);

    [TestCase("[WebSocketHandler(\"/chat\")]", "[WebSocketHandler(Paths.Chat)]", "static class Paths { internal const string Chat = \"/a\"; }", "/a", "/b", TestName = "Constant_ThatThePathIs")]
    [TestCase("[WebSocketHandler(\"/chat\")]", "[WebSocketHandler(\"/\" + nameof(Other.Old))]", "[WebSocketHandler(\"/other\")] public partial class Other { [OnOpen] public void Old() { } }", "Old", "New", TestName = "NameOfAMethod_InThePath")]
    [TestCase("Open()", "Open(Kind kind)", "public class Kind;", "public class Kind", "public interface Kind", TestName = "Kind_OfAParametersType")]
    [TestCase("[OnOpen] void Open()", "[OnMessage] string Say(Say say) => \"\"; void Open()", "[Message] public record Say;", "[Message]", "[Message(\"other\")]", TestName = "Name_OfAMessage")]
    [TestCase("[OnOpen] void Open()", "[OnMessage(\"m\"), Mark] void M() { } [OnOpen] void Open()", "public class MarkAttribute : Attribute;", ": Attribute", ": Microsoft.AspNetCore.Authorization.AuthorizeAttribute", TestName = "BaseClass_OfAnAttribute")]
    public void WhatItNames_IsSeen(string text, string replacement, string other, string edit, string edited) =>
        IsSeen([Chat.Replace(text, replacement, StringComparison.Ordinal), "namespace App; " + other], 1, edit, edited);

    [TestCase("Clock", "namespace Lib { }", "namespace App { public interface Clock { } }", TestName = "Type_ThatHidesAnother")]
    [TestCase("Room", "// nothing", "global using Room = System.Random;", TestName = "GlobalUsing_ThatNamesAType")]
    public void WhatNamesMean_IsSeen(string name, string before, string after) =>
        IsSeen(["namespace Lib { public class Clock { } }", "using Lib; " + Chat.Replace("Open()", $"Open([FromServices] {name} service)", StringComparison.Ordinal), before], 2, before, after);

    [Test]
    public void Awaitable_ThatAPayloadBecomes_IsSeen() => IsSeen(
        [Chat.Replace("[OnOpen] void Open()", "[OnMessage] void Say(Text text)", StringComparison.Ordinal), "namespace App; public class Text { public object Awaiter(int a) => this; }"],
        1, "object Awaiter", "object GetAwaiter");

    [Test]
    public void FileThatIsRenamed_SoThatItSortsFirst_IsSeen()
    {
        var app = App(["namespace App; [WebSocketHandler] public partial class Chat { public required IFormatProvider First { get; init; } [OnOpen] void Open() { } }", "namespace App; partial class Chat { public required IServiceProvider Second { get; init; } }"]);
        Compare(app, app.ReplaceSyntaxTree(app.SyntaxTrees[1], TestCompilation.Parse(app.SyntaxTrees[1].ToString(), "!.cs")));
    }

    [Test]
    public void AliasThatHasTheNameOfTheAttribute_IsSeen()
    {
        var app = App(["namespace App; [WebSockets.WebSocketHandler] public partial class Chat { [OnMessage] void Say(Text text) { } }"])
            .AddSyntaxTrees(TestCompilation.Parse("using WebSocketHandler = WebSockets.MessageAttribute; namespace App; [WebSocketHandler(\"old\")] public record Text;", "1.cs"));
        Compare(app, app.ReplaceSyntaxTree(app.SyntaxTrees[1], TestCompilation.Parse(app.SyntaxTrees[1].ToString().Replace("old", "new", StringComparison.Ordinal), "1.cs")));
    }

    [Test]
    public void DirectiveOnNull_BeforeABase_IsSeen() => IsSeen(
        [Chat.Replace("class Chat", "class Chat : Root", StringComparison.Ordinal), "namespace App;\n#nullable disable\npublic abstract class Root { [OnClose] protected void Close(string reason) { } [OnMessage] protected Random M(Random x) => x; }"],
        1,
        "#nullable disable",
        "#nullable enable");

    [Test]
    public void OptionOnNull_IsSeen()
    {
        var app = App([Chat.Replace("[OnOpen] void Open()", "[OnClose] void Close(string reason)", StringComparison.Ordinal)]);
        Compare(app, app.WithOptions(app.Options.WithNullableContextOptions(NullableContextOptions.Disable)));
    }

    [Test]
    public void Reference_IsSeen()
    {
        var app = App([Chat.Replace("Open()", "Open(Library.Clock clock)", StringComparison.Ordinal)]);
        var (one, other) = (Library("public class Clock;"), Library("public interface Clock;"));
        Compare(app.AddReferences(one), app.AddReferences(other));
    }

    private static MetadataReference Library(string type) => TestCompilation.ToReference(TestCompilation.Create("Library", TestCompilation.References, "namespace Library; " + type));

    private static void IsSeen(string[] files, int file, string text, string replacement)
    {
        var app = App(files);
        var tree = app.SyntaxTrees[file];
        var source = tree.ToString();
        Assert.That(source, Does.Contain(text));
        var place = source.LastIndexOf(text, StringComparison.Ordinal);
        Compare(app, app.ReplaceSyntaxTree(tree, TestCompilation.Parse(source[..place] + replacement + source[(place + text.Length)..], tree.FilePath)));
    }

    private static void Compare(CSharpCompilation before, CSharpCompilation after)
    {
        var driver = Incremental.Run(before, out _);
        var fresh = TestCompilation.Create().AddSyntaxTrees(after.SyntaxTrees.Select(tree => TestCompilation.Parse(tree.ToString(), tree.FilePath)));
        var first = Incremental.Run(fresh.WithOptions(after.Options).WithReferences(after.References), out _);
        var warm = Files(driver.RunGenerators(after));
        Assert.That(warm, Is.EqualTo(Files(first)));
        Assert.That(warm, Is.Not.EqualTo(Files(driver)), "an edit that changes nothing proves nothing");
    }

    private static CSharpCompilation App(string[] files) =>
        TestCompilation.Create().AddSyntaxTrees(files.Select((file, i) => TestCompilation.Parse(TestCompilation.Usings + file, $"{i}.cs")));

    private static string Files(GeneratorDriver driver) => string.Concat(driver.GetRunResult().Results.Single().GeneratedSources.Select(source => source.SourceText));
}
