using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>Programs with an entry point, where most handlers are. The other tests are of libraries.</summary>
[TestFixture]
internal sealed class AppTests
{
    private const string Start = "var builder = WebApplication.CreateBuilder(args); builder.Services.AddWebSocketHandlers(); var app = builder.Build();";
    private const string Handler = "[WebSocketHandler(\"/chat\")] public partial class Chat { [OnMessage] string Say(string text) => text; }";

    [TestCase(Start + " app.MapWebSocketHandlers(); app.Run(); " + Handler, TestName = "TopLevelStatements_BesideTheHandler")]
    [TestCase(Start + " app.MapWebSocketHandler<Chat>(); await app.RunAsync(); return 0; " + Handler, TestName = "TopLevelStatements_ThatAwaitAndReturn")]
    [TestCase(Start + " app.MapGroup(\"/v1\").MapWebSocketHandlers(); app.Run(); " + Handler, TestName = "TopLevelStatements_ThatMapAGroup")]
    [TestCase(Start + " app.MapWebSocketHandlers(); app.Run(); namespace Contoso { " + Handler + " }", TestName = "TopLevelStatements_BesideANamespace")]
    [TestCase(Start + " app.MapWebSocketHandlers(); app.Run(); partial class Program { [WebSocketHandler(\"/chat\")] internal partial class Chat { [OnMessage] string Say(string text) => text; } }", "Program+Chat", TestName = "TopLevelStatements_AroundTheHandler")]
    [TestCase("namespace Contoso; public static class Program { public static void Main(string[] args) { " + Start + " app.MapWebSocketHandlers(); app.Run(); } } " + Handler, "Contoso.Chat", TestName = "Main_InANamespace")]
    [TestCase("public static class Program { public static async Task<int> Main(string[] args) { " + Start + " app.MapWebSocketHandlers(); await app.RunAsync(); return 0; } } " + Handler, TestName = "Main_ThatIsAsync")]
    [TestCase("public static class Program { public static void Main(string[] args) { " + Start + " app.UseRouting(); app.UseEndpoints(endpoints => endpoints.MapWebSocketHandlers()); app.Run(); } } " + Handler, TestName = "Main_ThatMapsInALambda")]
    public void AppOfThisShape_IsServed_WithoutAWarning(string source, string? handler = null)
    {
        var run = GeneratorRun.Of(TestCompilation.CreateApp(source));
        Assert.That(run.Handler(handler ?? (source.Contains("namespace Contoso", StringComparison.Ordinal) ? "Contoso.Chat" : "Chat")), Does.Contain("_handler.Say("));
        Assert.That(run.Output.GetEntryPoint(default), Is.Not.Null);
        Assert.That(run.Hints, Is.Empty);
    }

    [Test]
    public void AppWithABrokenMethod_HasTheErrorOfALibrary() =>
        Assert.That(GeneratorRun.OfInvalid(TestCompilation.CreateApp(Start + " app.MapWebSocketHandlers(); app.Run(); [WebSocketHandler] public partial class Chat { [OnMessage(\"a\")] void A(int one, int two) { } }")).Errors.Select(error => error.Id), Is.EqualTo(new[] { "WSG0204" }));
}
