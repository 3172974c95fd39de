using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>
/// A handler that cannot be completed is one error, ours, however the rest of the app uses it: the run proves that the compiler has none.
/// </summary>
[TestFixture]
internal sealed class StandInTests
{
    private const string Uses = """
        public static class Program
        {
            public static void Map(WebApplication app, HttpContext http, WebSocketConnections<Chat> all)
            {
                app.MapWebSocketHandlers();
                app.MapWebSocketHandler<Chat>();
                app.MapWebSocketHandler<Chat>(options => options.Path = "/other").RequireAuthorization();
                app.MapGroup("/api").MapWebSocketHandler<Chat>(configure: options => options.MaxConnections = 3);
            }
        }
        """;

    private const string UsesUrl = "public static class Links { public static Uri Of(HttpContext http) => Chat.GetUrl(http, room: \"x\", page: 2); }";

    [Test]
    public void AHandlerThatIsNotPartial_IsTheOnlyError_WhereItIsMappedAndItsUrlIsAsked()
    {
        var run = GeneratorRun.OfInvalid("[WebSocketHandler(\"/chat/{room}/{page:int?}\")] public class Chat { [OnOpen] void Open(string room) { } }\n" + Uses + UsesUrl);
        Reported.One(run, "WSG0001", "Chat", "'Chat' must be partial: the handler 'Chat' is completed by generated code. Add the modifier 'partial' to its declaration.");
    }

    [Test]
    public void AHandlerInATypeThatIsNotPartial_IsTheOnlyError()
    {
        var run = GeneratorRun.OfInvalid("""
            public class Rooms { [WebSocketHandler("/chat/{room}")] public partial class Chat { [OnOpen] void Open(string room) { } } }
            public static class P { public static void M(WebApplication app, HttpContext http) { app.MapWebSocketHandler<Rooms.Chat>(); _ = Rooms.Chat.GetUrl(http, room: "x"); } }
            """);
        Assert.That(run.Diagnostics.Select(diagnostic => diagnostic.Id), Is.EqualTo(new[] { "WSG0001" }));
    }

    [TestCase("[WebSocketHandler] public partial struct Chat { [OnOpen] void Open() { } }")]
    [TestCase("[WebSocketHandler] public partial interface Chat { [OnOpen] void Open(); }")]
    [TestCase("[WebSocketHandler] public abstract partial class Chat { [OnOpen] void Open() { } }")]
    [TestCase("[WebSocketHandler, Obsolete(\"\", true)] public partial class Chat { [OnOpen] void Open() { } }")]
    public void AHandlerThatCannotBeMapped_IsTheOnlyError(string handler)
    {
        // A class that nothing may name is an error wherever it is named: that one is the user's own.
        var run = GeneratorRun.OfInvalid(handler + Uses, "CS0619");
        Assert.That(run.Diagnostics.Select(diagnostic => diagnostic.Id), Is.EqualTo(new[] { "WSG0002" }));
    }

    [Test]
    public void AGenericHandler_IsTheOnlyError()
    {
        var run = GeneratorRun.OfInvalid("[WebSocketHandler] public partial class Chat<T> { [OnOpen] void Open() { } }" + Uses.Replace("<Chat>", "<Chat<int>>", StringComparison.Ordinal));
        Assert.That(run.Diagnostics.Select(diagnostic => diagnostic.Id), Is.EqualTo(new[] { "WSG0002" }));
    }

    [Test]
    public void AnotherHandler_StillGetsItsOwnMapping()
    {
        var run = GeneratorRun.OfInvalid("""
            [WebSocketHandler("/a")] public class Broken { [OnOpen] void Open() { } }
            [WebSocketHandler("/b")] public partial class Whole { [OnOpen] void Open() { } }
            public static class P { public static object M(WebApplication app) => app.MapWebSocketHandler<Whole>(); }
            """);
        var tree = run.Output.SyntaxTrees.First();
        var call = tree.GetRoot().DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.InvocationExpressionSyntax>().Single();
        Assert.That(run.Output.GetSemanticModel(tree).GetSymbolInfo(call).Symbol!.ContainingType.Name, Is.EqualTo("WebSocketHandlerEndpointRouteBuilderExtensions"));
    }

    [TestCase("[OnMessage] void Say(string text) { }")]
    [TestCase("[OnOpen] void Open() { }")]
    public void WSG0011_AClassWithoutTheAttribute_IsTheOnlyErrorWhereItIsMapped(string method)
    {
        var run = GeneratorRun.OfInvalid($"public partial class Chat {{ {method} }} public static class P {{ public static void M(WebApplication app) => app.MapWebSocketHandler<Chat>(); }}");
        Reported.One(run, "WSG0011", "Chat", "'Chat' cannot be mapped: it has no [WebSocketHandler]. Mark the class with it.");
    }

    [Test]
    public void AClassWithNothingOfAHandler_DoesNotCompileWhereItIsMapped() =>
        Assert.That(GeneratorRun.OfInvalid("public class Other { } public static class P { public static void M(WebApplication app) => app.MapWebSocketHandler<Other>(); }", "CS0311").Output.GetDiagnostics().Select(diagnostic => diagnostic.Id), Does.Contain("CS0311"));

    [Test]
    public void ASoundApp_HasNoStandIns() =>
        Assert.That(GeneratorRun.Of("[WebSocketHandler] public partial class Chat { [OnOpen] void Open() { } }").FileNames, Does.Not.Contain("StandIns.g.cs"));

    [TestCase(LanguageVersion.CSharp12, "12.0")]
    [TestCase(LanguageVersion.CSharp10, "10.0")]
    public void WSG0013_AnOlderLanguage_IsTheOnlyError(LanguageVersion version, string text)
    {
        var old = CSharpCompilation.Create(
            "App",
            [CSharpSyntaxTree.ParseText("using WebSockets; using Microsoft.AspNetCore.Builder;\n[WebSocketHandler] public partial class Chat { [OnOpen] void Open() { } } public static class P { public static void M(WebApplication app) { app.MapWebSocketHandlers(); app.MapWebSocketHandler<Chat>(); } }", TestCompilation.ParseOptions.WithLanguageVersion(version), "Source0.cs")],
            TestCompilation.References,
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Reported.One(
            GeneratorRun.OfInvalid(old), "WSG0013", "Chat",
            $"The handler 'Chat' cannot be completed: generated code needs C# 13 or later, and this project is compiled as C# {text}. Remove LangVersion from the project, or raise it.");
    }
}
