using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>What each attribute's method can take, and what it is given.</summary>
[TestFixture]
internal sealed class BindingTests
{
    [TestCase("ClaimsPrincipal x", "http.User")]
    [TestCase("CancellationToken x", "cancellationToken")]
    [TestCase("HttpContext x", "http")]
    [TestCase("HttpContext? x", "http")]
    [TestCase("HttpRequest x", "http.Request")]
    [TestCase("IServiceProvider x", "Services")]
    [TestCase("string room", "_room")]
    [TestCase("IClock x", "GetRequiredService<global::IClock>(Services)")]
    public void Login_IsGiven(string parameter, string argument) =>
        AssertCall($"[OnLogin] bool Call({parameter}) => true;", argument);

    [TestCase("WebSocketConnection x", "context.Connection")]
    [TestCase("WebSocketConnection? x", "context.Connection")]
    [TestCase("ClaimsPrincipal x", "context.Connection.User")]
    [TestCase("CancellationToken x", "context.Connection.Closed")]
    [TestCase("CancellationToken x = default", "context.Connection.Closed")]
    [TestCase("HttpContext x", "http")]
    [TestCase("HttpRequest x", "http.Request")]
    [TestCase("IServiceProvider x", "Services")]
    [TestCase("Color color", "_color")]
    [TestCase("[FromServices] Clock x", "GetRequiredService<global::Clock>(Services)")]
    public void Open_IsGiven(string parameter, string argument) =>
        AssertCall($"[OnOpen] void Call({parameter}) {{ }}", argument);

    [TestCase("WebSocketConnection x", "context.Connection")]
    [TestCase("ClaimsPrincipal x", "context.Connection.User")]
    [TestCase("CancellationToken x", "context.Connection.Closed")]
    [TestCase("WebSocketMessage x", "context.Message")]
    [TestCase("int id", "_id")]
    [TestCase("IServiceProvider x", "scope.ServiceProvider")]
    [TestCase("IClock x", "GetRequiredService<global::IClock>(scope.ServiceProvider)")]
    [TestCase("[FromServices] Clock x", "GetRequiredService<global::Clock>(scope.ServiceProvider)")]
    [TestCase("[FromServices] Plain x", "GetRequiredService<global::Plain>(scope.ServiceProvider)")]
    [TestCase("[FromServices] IEnumerable<Clock> x", "GetRequiredService<global::System.Collections.Generic.IEnumerable<global::Clock>>(scope.ServiceProvider)")]
    [TestCase("IComparer<int> x", "GetRequiredService<global::System.Collections.Generic.IComparer<int>>(scope.ServiceProvider)")]
    public void Message_IsGiven(string parameter, string argument) =>
        AssertCall($"[OnMessage(\"call\")] void Call({parameter}) {{ }}", argument);

    [TestCase("WebSocketConnection x", "connection")]
    [TestCase("ClaimsPrincipal x", "connection.User")]
    [TestCase("CancellationToken x", "connection.Closed")]
    [TestCase("WebSocketCloseStatus? x", "status")]
    [TestCase("string? x", "reason")]
    [TestCase("string? reason", "reason")]
    [TestCase("string room", "_room")]
    [TestCase("string? room", "_room")]
    [TestCase("IServiceProvider x", "Services")]
    [TestCase("IClock x", "GetRequiredService<global::IClock>(Services)")]
    public void Close_IsGiven(string parameter, string argument) =>
        AssertCall($"[OnClose] void Call({parameter}) {{ }}", argument);

    [Test]
    public void Close_WithoutNullableAnnotations_IsGivenTheReason()
    {
        var run = GeneratorRun.Of("#nullable disable\n" + Sources.Handler("[OnClose] void Call(string reason) { }"));
        Assert.That(run.Handler(), Does.Contain("_handler.Call(reason)"));
    }

    [TestCase("OnPing")]
    [TestCase("OnPong")]
    public void ControlFrame_IsGiven(string attribute)
    {
        var run = GeneratorRun.Of(Sources.Handler(
            $"[{attribute}] Task Call(ReadOnlyMemory<byte> x, WebSocketConnection c, ClaimsPrincipal u, CancellationToken t, string room, IClock clock) => Task.CompletedTask;"));
        Assert.That(run.Handler(), Does.Contain("_handler.Call(payload, connection, connection.User, connection.Closed, _room, "));
        Assert.That(run.Handler(), Does.Contain("GetRequiredService<global::IClock>(Services))"));
        Assert.That(run.Handler(), Does.Contain($"ValueTask {attribute.Substring(2)}Async("));
    }

    [Test]
    public void ControlFrame_OneMethodForBoth()
    {
        var run = GeneratorRun.Of(Sources.Handler("[OnPing, OnPong] void Call() { }"));
        Assert.That(run.Handler(), Does.Contain("PingAsync(").And.Contain("PongAsync("));
        Assert.That(run.HandlerOnOneLine(), Does.Contain("WebSocketHandlerFeatures.Ping | global::WebSockets.CompilerServices.WebSocketHandlerFeatures.Pong"));
    }

    [TestCase("[FromRoute(Name = \"ID\")] int x", "binder.Route(\"id\").Parse<int>()")]
    [TestCase("int ID", "binder.Route(\"id\").Parse<int>()")]
    [TestCase("[FromQuery] int page", "binder.Query(\"page\").Parse<int>()")]
    [TestCase("[FromQuery(Name = \"p\")] int page", "binder.Query(\"p\").Parse<int>()")]
    [TestCase("[FromQuery(Name = null)] int page", "binder.Query(\"page\").Parse<int>()")]
    [TestCase("[FromHeader(Name = \"X-Trace\")] string trace", "_xTrace = binder.Header(\"X-Trace\").Text()")]
    [TestCase("[FromQuery] string room", "binder.Query(\"room\").Text()")]
    public void Attribute_ChoosesTheSource(string parameter, string expression)
    {
        var run = GeneratorRun.Of(Sources.Handler($"[OnOpen] void Call({parameter}) {{ }}"));
        Assert.That(run.Handler(), Does.Contain(expression + ";"));
    }

    [Test]
    public void Attribute_OfTheUsersOwn_ChoosesTheSource()
    {
        var run = GeneratorRun.Of(Sources.Handler("[OnOpen] void Call([Page] int x) { }") + """

            [AttributeUsage(AttributeTargets.Parameter)]
            public sealed class PageAttribute : Attribute, Microsoft.AspNetCore.Http.Metadata.IFromQueryMetadata { public string? Name { get; set; } }
            """);
        Assert.That(run.Handler(), Does.Contain("binder.Query(\"x\").Parse<int>()"));
    }

    [Test]
    public void Attribute_ThatIsUnknown_ChangesNothing()
    {
        var run = GeneratorRun.Of(Sources.Handler("[OnMessage] void Call([System.ComponentModel.DataAnnotations.Required] Say say, [System.ComponentModel.Description(\"d\")] string room) { }"));
        Assert.That(run.Handler(), Does.Contain("_handler.Call(context.Read(_dispatcher.SayReader), _room)"));
    }

    [TestCase("FromKeyedServices(\"a\")", "GetRequiredKeyedService<global::IClock>(Services, \"a\")")]
    [TestCase("FromKeyedServices(7)", "GetRequiredKeyedService<global::IClock>(Services, 7)")]
    [TestCase("FromKeyedServices(Color.Green)", "GetRequiredKeyedService<global::IClock>(Services, (global::Color)(1))")]
    [TestCase("FromKeyedServices(typeof(Clock))", "GetRequiredKeyedService<global::IClock>(Services, typeof(global::Clock))")]
    [TestCase("FromKeyedServices(null)", "GetRequiredKeyedService<global::IClock>(Services, null)")]
    public void KeyedService_IsAskedForByItsKey(string attribute, string argument) =>
        AssertCall($"[OnOpen] void Call([{attribute}] IClock x) {{ }}", argument);

    [TestCase("IClock? x", "GetService<global::IClock>(Services)")]
    [TestCase("IClock? x = null", "GetService<global::IClock>(Services)")]
    [TestCase("IClock x = null!", "GetService<global::IClock>(Services)!")]
    [TestCase("[FromServices] int x = 3", "(int?)Services.GetService(typeof(int)) ?? 3")]
    [TestCase("[FromServices] int? x", "(int?)Services.GetService(typeof(int))")]
    [TestCase("[FromServices] string x = \"s\"", "GetService<string>(Services) ?? \"s\"")]
    [TestCase("[FromKeyedServices(\"k\")] IClock? x", "GetKeyedService<global::IClock>(Services, \"k\")")]
    [TestCase("[FromKeyedServices(\"k\")] int x = 3", "GetKeyedService(typeof(int), \"k\") ?? 3")]
    public void Service_ThatIsOptional(string parameter, string argument) =>
        AssertCall($"[OnOpen] void Call({parameter}) {{ }}", argument);

    [Test]
    public void MessageScope_IsMadeOnlyWhereItIsNeeded()
    {
        var run = GeneratorRun.Of(Sources.Handler("""
            [OnOpen] void Open(IClock clock) { }
            [OnMessage("a")] void A(string room) { }
            [OnMessage("b")] Task B(WebSocketConnection me) => Task.CompletedTask;
            [OnMessage("c")] Plain C(Say say) => new(1);
            """));
        Assert.That(run.Handler(), Does.Not.Contain("async ").And.Not.Contain("CreateAsyncScope"));
    }

    [Test]
    public void BoundValue_OfTwoMethods_IsReadOnce()
    {
        var run = GeneratorRun.Of(Sources.Handler("""
            [OnOpen] void Open(string room, [FromQuery(Name = "room")] string other) { }
            [OnMessage("a")] void A(string room) { }
            [OnMessage("b")] void B([FromRoute] string? room) { }
            """));
        Assert.That(run.Handler(), Does.Contain("_room = binder.Route(\"room\").Text();\n"));
        Assert.That(run.Handler(), Does.Contain("_room2 = binder.Query(\"room\").Text();\n"));
        Assert.That(run.Handler(), Does.Contain("_room3 = binder.Route(\"room\").Text(null);\n"));
        Assert.That(run.Handler(), Does.Contain("_handler.Open(_room, _room2)").And.Contain("_handler.A(_room)").And.Contain("_handler.B(_room3)"));
        Assert.That(run.Handler(), Does.Contain("RouteValues = [\"room\"],"));
    }

    [Test]
    public void Method_ThatIsStatic_IsCalledOnItsClass()
    {
        var run = GeneratorRun.Of(Sources.Handler("[OnOpen] static void Call(string room) { }"));
        Assert.That(run.Handler(), Does.Contain("global::Chat.Call(_room)").And.Not.Contain("_handler"));
    }

    private static void AssertCall(string method, string argument)
    {
        var run = GeneratorRun.Of(Sources.Handler(method));
        Assert.That(run.Handler(), Does.Match(@"(_handler\.Call\(|ServiceExtensions\.|ServiceProvider\)\w+\)\.|Call\()" + System.Text.RegularExpressions.Regex.Escape(argument) + @"\)"));
    }
}
