using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>Programs with handlers that cannot be completed: our errors show, whatever else the compiler says of the code that uses them.</summary>
[TestFixture]
internal sealed class BrokenHandlerTests
{
    [Test]
    public void TwoClassesThatAreNotPartial_AreTwoErrors_AndNoneIsInAGeneratedFile()
    {
        var run = GeneratorRun.OfInvalid(TestCompilation.CreateApp("""
            [WebSocketHandler("/a")] public class A { [OnOpen] void Open() { } }
            [WebSocketHandler("/b/{room}")] public class B { [OnOpen] void Open(string room) { } }
            public static class P { public static void Main() => WebApplication.Create().MapWebSocketHandlers(); }
            """));
        Assert.That(run.Errors.Select(error => (error.Id, Text(error))), Is.EquivalentTo(new[] { ("WSG0001", "A"), ("WSG0001", "B") }));
    }

    [Test]
    public void MappingAClassThatIsNotPartial_IsAnErrorOfTheCompilerBesideOurs()
    {
        var run = GeneratorRun.OfInvalid("[WebSocketHandler] public class Chat { [OnOpen] void Open() { } } public static class P { public static void M(WebApplication app) => app.MapWebSocketHandler<Chat>(); }", "CS0311");
        Assert.That(run.Errors.Select(error => error.Id), Is.EqualTo(new[] { "WSG0001" }));
        Assert.That(Compiler(run), Is.EqualTo(new[] { "CS0311" }));
    }

    [Test]
    public void MappingAClassWithoutTheAttribute_DoesNotCompile()
    {
        var run = GeneratorRun.OfInvalid("public partial class Chat { [OnMessage] void Say(string text) { } } public static class P { public static void M(WebApplication app) => app.MapWebSocketHandler<Chat>(); }", "CS0311");
        Assert.That(run.Diagnostics.Select(diagnostic => diagnostic.Id), Is.EqualTo(new[] { "WSG0004" }));
        Assert.That(Compiler(run), Is.EqualTo(new[] { "CS0311" }));
    }

    [Test]
    public void ABrokenMethod_IsAnErrorWithoutAnalyzers_AndTheOthersAreServed()
    {
        var run = GeneratorRun.OfInvalid("[WebSocketHandler] public partial class Chat { [OnMessage(\"a\")] void A(int one, int two) { } [OnMessage(\"b\")] void B() { } }");
        Assert.That(run.Errors.Select(error => (error.Id, Text(error))), Is.EqualTo(new[] { ("WSG0204", "int two") }));
        Assert.That(run.Handler(), Does.Contain("_handler.B()").And.Not.Contain("_handler.A("));
    }

    [Test]
    public void APragma_HidesNoError() => Assert.That(
        GeneratorRun.OfInvalid("#pragma warning disable WSG0204\n[WebSocketHandler] public partial class Chat { [OnMessage] void A(int one, int two) { } }").Errors.Select(error => (error.Id, error.IsSuppressed)),
        Is.EqualTo(new[] { ("WSG0204", false) }));

    [Test]
    public void TheAttributeOnTwoParts_IsAnErrorOfTheCompilerAlone()
    {
        var run = GeneratorRun.OfInvalid("[WebSocketHandler(\"/a\")] public partial class Chat { [OnOpen] void Open() { } } [WebSocketHandler(\"/b\")] partial class Chat { }", "CS0579");
        Assert.That(run.Diagnostics, Is.Empty);
        Assert.That(run.Handler(), Does.Contain("Path = \"/a\""));
    }

    [TestCase(LanguageVersion.CSharp12, "12.0")]
    [TestCase(LanguageVersion.CSharp10, "10.0")]
    public void WSG0013_AnOlderLanguage_IsTheOnlyError(LanguageVersion version, string text)
    {
        var old = CSharpCompilation.Create(
            "App",
            [CSharpSyntaxTree.ParseText("using WebSockets; using Microsoft.AspNetCore.Builder;\n[WebSocketHandler] public partial class Chat { [OnOpen] void Open() { } } public static class P { public static void Main() { var builder = WebApplication.CreateBuilder(); builder.Services.AddWebSocketHandlers(); builder.Build().MapWebSocketHandlers(); } }", TestCompilation.ParseOptions.WithLanguageVersion(version), "Source0.cs")],
            TestCompilation.References,
            new(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        Reported.One(
            GeneratorRun.OfInvalid(old), "WSG0013", "Chat",
            $"The handler 'Chat' cannot be completed: generated code needs C# 13 or later, and this project is compiled as C# {text}. Remove LangVersion from the project, or raise it.");
    }

    private static IEnumerable<string> Compiler(GeneratorRun run) => run.Output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Id);

    private static string Text(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);
}
