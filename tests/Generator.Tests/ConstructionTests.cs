using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>How a handler instance is made.</summary>
[TestFixture]
internal sealed class ConstructionTests
{
    private const string Services = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions";

    [TestCase("public Chat() { }", "")]
    [TestCase("", "")]
    [TestCase("private Chat() { }", "")]
    [TestCase("public Chat(IClock c) { }", $"{Services}.GetRequiredService<global::IClock>(services)")]
    [TestCase("public Chat(Clock c) { }", $"{Services}.GetRequiredService<global::Clock>(services)")]
    [TestCase("public Chat(IClock? c) { }", $"{Services}.GetService<global::IClock>(services)")]
    [TestCase("public Chat(IClock? c = null) { }", $"{Services}.GetService<global::IClock>(services)")]
    [TestCase("public Chat(int c = 3) { }", "(int?)services.GetService(typeof(int)) ?? 3")]
    [TestCase("public Chat(Point c = default) { }", "(global::Point?)services.GetService(typeof(global::Point)) ?? default")]
    [TestCase("public Chat(Color? c = Color.Green) { }", "(global::Color?)services.GetService(typeof(global::Color)) ?? (global::Color)(1)")]
    [TestCase("public Chat(in int c = 3) { }", "(int?)services.GetService(typeof(int)) ?? 3")]
    [TestCase("public Chat(params IClock[] c) { }", $"{Services}.GetRequiredService<global::IClock[]>(services)")]
    [TestCase("public Chat([FromKeyedServices(\"k\")] IClock c) { }", "global::Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions.GetRequiredKeyedService<global::IClock>(services, \"k\")")]
    [TestCase("public Chat(IServiceProvider c) { }", "services")]
    [TestCase("public Chat(IServiceProvider? c) { }", "services")]
    [TestCase("public Chat(IClock a, IServiceProvider b) { }", $"{Services}.GetRequiredService<global::IClock>(services), services")]
    [TestCase("public Chat() { } private Chat(int a) { }", "")]
    [TestCase("public Chat() { } [ActivatorUtilitiesConstructor] public Chat(IServiceProvider s) { }", "services")]
    [TestCase("[ActivatorUtilitiesConstructor] internal Chat(IServiceProvider s) { } public Chat() { }", "services")]
    public void Constructor_TakesServices(string constructor, string arguments)
    {
        var run = GeneratorRun.Of(Sources.Handler(constructor));
        Assert.That(run.HandlerOnOneLine(), Does.Contain($"new Session(new global::Chat({arguments}), services);"));
    }

    [Test]
    public void PrimaryConstructor_TakesServices()
    {
        var run = GeneratorRun.Of("[WebSocketHandler] public partial class Chat(ILogger<Chat> log, [FromKeyedServices(\"k\")] IServiceProvider? other = null) { [OnOpen] void Open() => log.LogInformation(\"{O}\", other); }");
        Assert.That(run.HandlerOnOneLine(), Does.Contain("ILogger<global::Chat>>(services), global::Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions.GetKeyedService<global::System.IServiceProvider>(services, \"k\"))"));
    }

    [Test]
    public void RequiredMembers_AreServices()
    {
        var run = GeneratorRun.Of(Sources.Handler("public required IClock @event { get; init; } public required Clock? B; public int C { get; set; }"));
        Assert.That(run.HandlerOnOneLine(), Does.Contain($"new global::Chat() {{ @event = {Services}.GetRequiredService<global::IClock>(services), B = {Services}.GetService<global::Clock>(services), }}, services);"));
    }

    [TestCase("public Chat() { } public Chat(int a) { }")]
    [TestCase("public Chat(Span<int> a) { }")]
    [TestCase("public Chat(ref int a) { }")]
    public void WithoutAChoice_TheRestCompiles(string constructor)
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler(constructor + " [WebSocketUrl] public static partial Uri GetUrl(HttpContext http, string room, string color, string id);") + " public static class P { public static object M(WebApplication app, HttpContext http) { app.MapWebSocketHandler<Chat>(); return Chat.GetUrl(http, \"r\", \"c\", \"i\"); } }");
        Assert.That(run.Handler(), Does.Contain("throw new global::System.NotSupportedException(").And.Not.Contain("class Session"));
    }
}
