using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>What maps the handlers of a library, and what an app is told of it.</summary>
[TestFixture]
internal sealed class LibraryTests
{
    private const string Handlers = "[WebSocketHandler(\"/a\")] internal partial class A { [OnOpen] void Open() { } } [WebSocketHandler(\"/b\")] public partial class B { [OnOpen] void Open() { } }";
    private const string Start = "var builder = WebApplication.CreateBuilder(args); builder.Services.AddWebSocketHandlers(); var app = builder.Build(); ";

    [TestCase("Contoso.Chat", "MapContosoChatWebSocketHandlers", "Contoso_ChatWebSocketHandlers")]
    [TestCase("ContosoChat", "MapContosoChatWebSocketHandlers", "ContosoChatWebSocketHandlers")]
    [TestCase("contoso-chat.v2", "MapContosoChatV2WebSocketHandlers", "contoso_002Dchat_v2WebSocketHandlers")]
    [TestCase("Contoso_Chat", "MapContosoChatWebSocketHandlers", "Contoso_005FChatWebSocketHandlers")]
    [TestCase("3d.chat", "Map3dChatWebSocketHandlers", "_3d_chatWebSocketHandlers")]
    [TestCase("Živo", "MapŽivoWebSocketHandlers", "ŽivoWebSocketHandlers")]
    [TestCase("class", "MapClassWebSocketHandlers", "classWebSocketHandlers")]
    [TestCase("My App", "MapMyAppWebSocketHandlers", "My_0020AppWebSocketHandlers")]
    public void Library_MapsItsHandlersUnderItsName_InternalOnesToo(string assembly, string method, string type)
    {
        var run = GeneratorRun.Of(Library(assembly, Handlers));
        Assert.That(run.Registration, Does.Contain($"[assembly: global::WebSockets.CompilerServices.WebSocketHandlerLibrary(\"{method}\")]"));
        Assert.That(run.Registration, Does.Contain($"public static class {type}\n").And.Contain($"public static global::Microsoft.AspNetCore.Builder.IEndpointConventionBuilder {method}("));
        Assert.That(run.Registration, Does.Contain("<global::A>").And.Contain("<global::B>"));
        Assert.That(AssemblyNames.Class(assembly), Is.EqualTo(type));
    }

    [Test]
    public void Library_WithoutHandlers_HasNothingPublic() =>
        Assert.That(GeneratorRun.Of(Library("Contoso.Chat", "[Message] public record Say(string Text);")).FileNames, Does.Not.Contain("MapWebSocketHandlers.g.cs"));

    [TestCase(OutputKind.ConsoleApplication)]
    [TestCase(OutputKind.WindowsApplication)]
    [TestCase(OutputKind.WindowsRuntimeApplication)]
    public void App_MapsItsOwn(OutputKind kind)
    {
        var app = TestCompilation.Create(Start + "app.MapWebSocketHandlers(); " + Handlers);
        var run = GeneratorRun.Of(app.WithOptions(app.Options.WithOutputKind(kind)));
        Assert.That(run.Registration, Does.Contain("internal static class GeneratedWebSocketHandlers").And.Contain("MapWebSocketHandlers(this").And.Not.Contain("[assembly:"));
    }

    [Test]
    public void WSG0014_LibraryIsNeverMapped()
    {
        var run = App(Start + "app.MapWebSocketHandlers();", Reference("Contoso.Chat"));
        Reported.One(run, "WSG0014", "builder.Services.AddWebSocketHandlers()", "The library 'Contoso.Chat' has WebSocket handlers, and this app never maps them, so no client can connect to them. Call app.MapContosoChatWebSocketHandlers().");
    }

    [Test]
    public void WSG0014_IsReportedAtTheStart_WhereNothingIsMapped()
    {
        var run = App("Console.WriteLine(1);\nConsole.WriteLine(2);", Reference("Contoso.Chat"));
        Assert.That(run.Diagnostics.Single().Id, Is.EqualTo("WSG0014"));
        Assert.That(run.Diagnostics.Single().Location.GetLineSpan().Span is { Start.Line: var start, End.Line: var end } && start == end, Is.True);
    }

    [Test]
    public void WSG0014_IsForEachLibrary()
    {
        var run = App(Start + "app.MapContosoChatWebSocketHandlers();", Reference("Contoso.Chat"), Reference("Contoso.News"), Reference("Contoso.Ads"));
        Assert.That(run.Diagnostics.Select(diagnostic => diagnostic.GetMessage()[..26]), Is.EqualTo(new[] { "The library 'Contoso.Ads' ", "The library 'Contoso.News'" }));
    }

    [TestCase("app.MapContosoChatWebSocketHandlers();")]
    [TestCase("app.MapGroup(\"/api\").MapContosoChatWebSocketHandlers();")]
    [TestCase("Contoso_ChatWebSocketHandlers.MapContosoChatWebSocketHandlers(app);")]
    [TestCase("Func<object> map = app.MapContosoChatWebSocketHandlers; map();")]
    [TestCase("app.MapWebSocketHandler<B>();")]
    public void Library_ThatIsMapped_IsNotReported(string call) => Assert.That(App(Start + call, Reference("Contoso.Chat")).Diagnostics, Is.Empty);

    [Test]
    public void Libraries_WhoseMethodsHaveOneName_AreToldApart()
    {
        var references = new[] { Reference("Contoso.Chat"), Reference("ContosoChat") };
        Assert.That(App(Start + "Contoso_ChatWebSocketHandlers.MapContosoChatWebSocketHandlers(app); ContosoChatWebSocketHandlers.MapContosoChatWebSocketHandlers(app);", references).Diagnostics, Is.Empty);
        Assert.That(App(Start + "Contoso_ChatWebSocketHandlers.MapContosoChatWebSocketHandlers(app);", references).Diagnostics.Single().GetMessage(), Does.StartWith("The library 'ContosoChat' has"));
    }

    [Test]
    public void Library_ThatReferencesAnother_MapsItsOwnAlone()
    {
        var run = GeneratorRun.Of(TestCompilation.Create("Contoso.More", [.. TestCompilation.References, Reference("Contoso.Chat")], "[WebSocketHandler(\"/more\")] public partial class More { [OnOpen] void Open() { } }"));
        Assert.That(run.Registration, Does.Contain("MapContosoMoreWebSocketHandlers(").And.Not.Contain("global::B"));
    }

    [Test]
    public void Tests_AreToldNothing()
    {
        var run = App(Start + "app.MapWebSocketHandlers();", Reference("Contoso.Chat"));
        Assert.That(GeneratorRun.Analyze(run.Output, new BuildProperties("IsTestProject=true")).Select(diagnostic => diagnostic.Id), Does.Not.Contain("WSG0014"));
    }

    private static CSharpCompilation Library(string assembly, string source) => TestCompilation.Create(assembly, TestCompilation.References, source);

    private static MetadataReference Reference(string assembly) => TestCompilation.ToReference((CSharpCompilation)GeneratorRun.Of(Library(assembly, Handlers)).Output);

    private static GeneratorRun App(string source, params MetadataReference[] libraries) =>
        GeneratorRun.OfInvalid(TestCompilation.Create("App", [.. TestCompilation.References, .. libraries], source).WithOptions(TestCompilation.AppOptions));
}
