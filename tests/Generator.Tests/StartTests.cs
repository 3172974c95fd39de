using Microsoft.CodeAnalysis;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>A program that forgets what its handlers need at the start.</summary>
[TestFixture]
internal sealed class StartTests
{
    private const string Handlers = """

        [WebSocketHandler("/a")] public partial class A { [OnOpen] void Open() { } }
        [WebSocketHandler("/b")] public partial class B { [OnOpen] void Open() { } }
        """;

    private const string Builder = "var builder = WebApplication.CreateBuilder(); ";

    [Test]
    public void AProgramThatAddsAndMaps_IsRight() =>
        Assert.That(Run(Builder + "builder.Services.AddWebSocketHandlers(); var app = builder.Build(); app.MapWebSocketHandlers(); app.Run();").Diagnostics, Is.Empty);

    [Test]
    public void WSG0008_AHandlerIsNeverMapped() =>
        Reported.One(
            Run(Builder + "builder.Services.AddWebSocketHandlers(); var app = builder.Build(); app.MapWebSocketHandler<A>(); app.Run();"), "WSG0008", "B",
            "The handler 'B' is never mapped, so no client can connect to it. Call app.MapWebSocketHandlers().");

    [Test]
    public void WSG0009_TheServicesAreMissing() =>
        Reported.One(
            Run(Builder + "var app = builder.Build(); app.MapWebSocketHandlers(); app.Run();"), "WSG0009", "app.MapWebSocketHandlers()",
            "This app maps WebSocket handlers and never adds their services, so it would stop at this call. Call builder.Services.AddWebSocketHandlers() before builder.Build().");

    [TestCase("app.MapWebSocketHandlers(); app.MapWebSocketHandler<B>();", "app.MapWebSocketHandler<B>()")]
    [TestCase("app.MapWebSocketHandler<A>(); app.MapWebSocketHandler<B>(); app.MapWebSocketHandler<B>();", "app.MapWebSocketHandler<B>()")]
    public void WSG0012_AHandlerIsMappedTwice(string calls, string place) =>
        Reported.One(
            Run(Builder + "builder.Services.AddWebSocketHandlers(); var app = builder.Build(); " + calls), "WSG0012", place,
            "The handler 'B' is mapped twice at the same path, so that routing cannot choose between the two endpoints. Remove one, or give one another Path in its options.");

    [TestCase("app.MapWebSocketHandlers(); app.MapWebSocketHandler<B>(options => options.Path = \"/c\");")]
    [TestCase("app.MapWebSocketHandlers(); app.MapGroup(\"/api\").MapWebSocketHandlers();")]
    [TestCase("app.MapWebSocketHandlers(); var group = app.MapGroup(\"/api\"); group.MapWebSocketHandlers();")]
    public void AHandlerMayBeMappedAtSeveralPaths(string calls) =>
        Assert.That(Run(Builder + "builder.Services.AddWebSocketHandlers(); var app = builder.Build(); " + calls).Diagnostics, Is.Empty);

    [TestCase("static void Map<T>(WebApplication app) where T : class, IWebSocketHandler<T> => app.MapWebSocketHandler<T>(); Map<A>(app);")]
    [TestCase("Func<object> map = app.MapWebSocketHandlers; map();")]
    public void AMappingThatGoesThroughOthers_IsNoMistake(string map) =>
        Assert.That(Run(Builder + "builder.Services.AddWebSocketHandlers(); var app = builder.Build(); " + map).Diagnostics, Is.Empty);

    [Test]
    public void ALibrary_LeavesItToTheProgram() => Assert.That(GeneratorRun.Of(Handlers).Diagnostics, Is.Empty);

    [Test]
    public void AProgramWithALibraryThatKnowsWebSockets_MayLeaveItToTheLibrary()
    {
        var library = TestCompilation.ToReference(TestCompilation.Create(
            "Library", TestCompilation.References, "public static class Setup { public static void Add(IServiceCollection services) => services.AddWebSocketHandlers(); }"));
        var program = TestCompilation.Create("App", [.. TestCompilation.References, library], Builder + "Setup.Add(builder.Services); var app = builder.Build(); app.MapWebSocketHandlers();" + Handlers);
        Assert.That(GeneratorRun.Of(program.WithOptions(program.Options.WithOutputKind(OutputKind.ConsoleApplication))).Diagnostics, Is.Empty);
    }

    private static GeneratorRun Run(string program)
    {
        var compilation = TestCompilation.Create(program + Handlers);
        return GeneratorRun.OfInvalid(compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication)));
    }
}
