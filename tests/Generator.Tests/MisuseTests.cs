using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>Mistakes that would compile, and then do nothing, or fail at the first handshake.</summary>
[TestFixture]
internal sealed class MisuseTests
{
    [TestCase("WebSocketConnection me", "'WebSocketConnection' belongs to one connection. Take it as a parameter of [OnOpen] or of another method, and keep it in a field if need be.")]
    [TestCase("CancellationToken me", "'CancellationToken' belongs to one connection. Take it as a parameter of [OnOpen] or of another method, and keep it in a field if need be.")]
    [TestCase("HttpContext me", "'HttpContext' belongs to the request. Take it as a parameter of [OnLogin] or [OnOpen].")]
    [TestCase("string me", "'string' is a plain value. Take an IOptions<T>, or a class of your own that holds it.")]
    [TestCase("int? me", "'int?' is a plain value. Take an IOptions<T>, or a class of your own that holds it.")]
    public void WSG0007_AConstructorTakesWhatIsNoService(string parameter, string why) =>
        Reported.One(
            GeneratorRun.OfInvalid($"[WebSocketHandler] public partial class Chat({parameter}) {{ [OnOpen] void Open() => _ = me; }}"), "WSG0007", parameter,
            "The handler 'Chat' is made of services, and its parameter 'me' cannot be one: " + why);

    [Test]
    public void WSG0007_AConstructorTakesAVariableOfThePath() =>
        Reported.One(
            GeneratorRun.OfInvalid("[WebSocketHandler(\"/chat/{room}\")] public partial class Chat(string room) { [OnOpen] void Open() => _ = room; }"), "WSG0007", "string room",
            "The handler 'Chat' is made of services, and its parameter 'room' cannot be one: 'room' is a variable of the path. Take it as a parameter of the methods that need it.");

    [Test]
    public void WSG0007_ARequiredMemberIsNoService() =>
        Reported.One(
            GeneratorRun.OfInvalid("[WebSocketHandler] public partial class Chat { public required string Greeting { get; init; } [OnOpen] void Open() { } }"), "WSG0007", "Greeting",
            "The handler 'Chat' is made of services, and its required member 'Greeting' cannot be one: 'string' is a plain value. Take an IOptions<T>, or a class of your own that holds it.");

    [TestCase("ILogger<Chat> it")]
    [TestCase("WebSocketConnections<Chat> it")]
    [TestCase("[FromKeyedServices(\"greeting\")] string it")]
    [TestCase("[FromServices] string it")]
    [TestCase("int it = 3")]
    [TestCase("IEnumerable<string> it")]
    public void AConstructorMayTakeWhatMayBeAService(string parameter) =>
        GeneratorRun.Of($"[WebSocketHandler] public partial class Chat({parameter}) {{ [OnOpen] void Open() => _ = it; }}");

    [TestCase("Name = \"Defaults\"", "Defaults", "the section of this name holds what is for all handlers")]
    [TestCase("Name = \"defaults\"", "defaults", "the section of this name holds what is for all handlers")]
    [TestCase("Name = \"a:b\"", "a:b", "':' stands between the keys of the configuration")]
    public void WSG0010_TheNameIsNoSectionOfItsOwn(string argument, string name, string why) =>
        Reported.One(
            GeneratorRun.OfInvalid($"[WebSocketHandler({argument})] public partial class Chat {{ [OnOpen] void Open() {{ }} }}"), "WSG0010", $"\"{name}\"",
            $"The handler 'Chat' cannot be named '{name}': {why}. Give it another name: [WebSocketHandler(…, Name = \"…\")].");

    [Test]
    public void WSG0106_AVariableMayBeLeftOut_AndTheParameterMustBeThere() =>
        Reported.One(
            GeneratorRun.OfInvalid("[WebSocketHandler(\"/chat/{room}/{page:int?}\")] public partial class Chat { [OnOpen] void Open(string room, int page) { } [OnMessage] void Say(string text, int? page) { } }"), "WSG0106", "int page",
            "The path may be written without 'page', and 'page' of 'Chat.Open' must have a value: such a request is refused with status 400. Declare it 'int?', or remove the '?' from the path.");

    [TestCase("{page=3}", "int page")]
    [TestCase("{page:int?}", "int page = 1")]
    [TestCase("{page?}", "string? page")]
    [TestCase("{*page}", "string page")]
    public void AVariableThatHasAValue_MayBeLeftOut(string variable, string parameter) =>
        GeneratorRun.Of($"[WebSocketHandler(\"/chat/{variable}\")] public partial class Chat {{ [OnOpen] void Open({parameter}) {{ }} }}");

    [TestCase("[OnMessage] void IRoom.Say(string text) { }", "Say", "Chat.IRoom.Say", "the implementation of an interface's method, which only the interface can call. Mark a method of the class, and call it from there.")]
    [TestCase("[OnMessage] partial void Say(string text); public void Other() => Say(\"\");", "Say", "Chat.Say", "a partial method without a body, or another generator has it. Write its other part, or mark a method of your own that calls it.")]
    [TestCase("[OnMessage, System.Diagnostics.Conditional(\"DEBUG\")] void Talk(string text) { }", "Talk", "Chat.Talk", "[Conditional], so that its calls are left out where the symbol is not defined. Remove [Conditional].")]
    [TestCase("[OnMessage, Obsolete(\"\", true)] public void Say(string text) { }", "Say", "Chat.Say", "[Obsolete] as an error, so that nothing may call it. Remove one of the two attributes.")]
    [TestCase("public string Text { [OnMessage] get; set; } = \"\";", "get", "Chat.get_Text", "an accessor. Make it a method of the handler.")]
    [TestCase("[OnMessage] public static Chat operator +(Chat left, string right) => left;", "+", "Chat.op_Addition", "an operator, a constructor or a finalizer. Make it a method of the handler.")]
    public void WSG0217_AMarkedMemberIsCalledByNobody(string member, string place, string name, string why) =>
        Reported.One(
            GeneratorRun.OfInvalid($"public interface IRoom {{ void Say(string text) {{ }} }} [WebSocketHandler] public partial class Chat : IRoom {{ [OnOpen] void Open() {{ }} {member} }}"), "WSG0217", place,
            $"'{name}' is marked with [OnMessage], and generated code cannot call it: it is {why}");

    [TestCase("[OnMessage] void Local() { } Local();", "Local", "a local function")]
    [TestCase("var call = [OnMessage] () => { }; call();", "lambda", "a lambda")]
    public void WSG0217_AMarkedFunctionInsideAMethodIsCalledByNobody(string statement, string name, string what) =>
        Reported.One(
            GeneratorRun.OfInvalid($"[WebSocketHandler] public partial class Chat {{ [OnOpen] void Open() {{ {statement} }} }}"), "WSG0217", "OnMessage",
            $"'{name}' is marked with [OnMessage], and generated code cannot call it: it is {what}. Make it a method of the handler.");

    [Test]
    public void WSG0217_AMethodOfAnInterface() =>
        Reported.One(
            GeneratorRun.OfInvalid("public interface IRoom { [OnMessage] void Say(string text); } [WebSocketHandler] public partial class Chat : IRoom { [OnOpen] void Open() { } public void Say(string text) { } }"), "WSG0217", "Say",
            "'IRoom.Say' is marked with [OnMessage], and generated code cannot call it: it is a method of an interface. Mark the method of the class that implements it.");

    [Test]
    public void WSG0218_AnEmptyNameCountsAsNone() =>
        Reported.One(
            GeneratorRun.OfInvalid("[WebSocketHandler] public partial class Chat { [OnMessage(\"\")] void Say(string text) { } }"), "WSG0218", "\"\"",
            "'Chat.Say' has an empty name, which counts as none. Give it a name, or leave the argument out.");

    [TestCase("OnMessage", "Microsoft.AspNetCore.Authorization.AllowAnonymous", "AllowAnonymous", "Move it there, or leave it out.")]
    [TestCase("OnMessage", "Microsoft.AspNetCore.RateLimiting.EnableRateLimiting(\"slow\")", "EnableRateLimiting", "Move it there, or ask in the method.")]
    [TestCase("OnMessage", "Microsoft.AspNetCore.Cors.EnableCors", "EnableCors", "Move it there, or ask in the method.")]
    [TestCase("OnOpen", "Microsoft.AspNetCore.Authorization.Authorize(Roles = \"admin\")", "Authorize", "Move it there, or to the [OnMessage] methods that it is meant for.")]
    [TestCase("OnClose", "Microsoft.AspNetCore.Authorization.Authorize", "Authorize", "Move it there, or to the [OnMessage] methods that it is meant for.")]
    [TestCase("OnPing", "Microsoft.AspNetCore.Authorization.Authorize", "Authorize", "Move it there, or to the [OnMessage] methods that it is meant for.")]
    [TestCase("OnPong", "Microsoft.AspNetCore.Authorization.AllowAnonymous", "AllowAnonymous", "Move it there, or leave it out.")]
    public void WSG0219_AnAttributeForEndpointsStandsOnAMethod(string lifecycle, string attribute, string name, string advice) =>
        Reported.One(
            GeneratorRun.OfInvalid($"[WebSocketHandler] public partial class Chat {{ [OnMessage(\"x\")] void Other() {{ }} [{lifecycle}, {attribute}] void Ban() {{ }} }}"), "WSG0219", attribute,
            $"[{name}] on 'Chat.Ban' has no effect: it is for endpoints, and the endpoint is the class 'Chat'. {advice}");

    [Test]
    public void WSG0219_TheHandshakeIsGuardedByTheClass() =>
        Reported.One(
            GeneratorRun.OfInvalid("[WebSocketHandler] public partial class Chat { [OnMessage] void Say(string text) { } [OnLogin, Microsoft.AspNetCore.Authorization.Authorize] bool Login() => true; }"),
            "WSG0219", "Microsoft.AspNetCore.Authorization.Authorize",
            "[Authorize] on 'Chat.Login' has no effect: it is for endpoints, and the endpoint is the class 'Chat'. Move it there, or to the [OnMessage] methods that it is meant for.");

    [TestCase("WebSocketConnections<Chat> it", "'WebSocketConnections<Chat>' is a service; mark the parameter with [FromServices]")]
    [TestCase("WebSocketGroup it", "'WebSocketGroup' belongs to the server and does not travel")]
    [TestCase("Memory<byte> it", "the bytes of a message are byte[], ReadOnlyMemory<byte>, ReadOnlySequence<byte> or Stream, not 'Memory<byte>'")]
    [TestCase("ArraySegment<byte> it", "the bytes of a message are byte[], ReadOnlyMemory<byte>, ReadOnlySequence<byte> or Stream, not 'ArraySegment<byte>'")]
    [TestCase("Task it", "'Task' is something to wait for, and no message holds it")]
    public void WSG0205_APayloadThatJsonWouldMistake(string parameter, string why)
    {
        var run = GeneratorRun.OfInvalid($"[WebSocketHandler] public partial class Chat {{ [OnMessage] void Say({parameter}) {{ }} }}");
        Assert.That(run.Diagnostics.Select(diagnostic => diagnostic.Id), Is.EqualTo(new[] { "WSG0205" }));
        Assert.That(run.Diagnostics[0].GetMessage(null), Does.StartWith($"Parameter 'it' of 'Chat.Say' cannot be bound: {why}. An [OnMessage] method can take "));
    }

    [TestCase("Memory<byte>", "; for a binary reply return byte[] or ReadOnlyMemory<byte>")]
    [TestCase("Stream", "; for a binary reply return byte[] or ReadOnlyMemory<byte>")]
    [TestCase("WebSocketConnection", ", which belongs to the server and does not travel")]
    [TestCase("InvalidOperationException", "; what an exception says is not for a client. Throw it, or reply with a message of your own")]
    [TestCase("IAsyncEnumerator<string>", ", which cannot be awaited as it is")]
    [TestCase("System.Runtime.CompilerServices.ConfiguredTaskAwaitable", null)]
    [TestCase("System.Runtime.CompilerServices.YieldAwaitable", ", which cannot be awaited as it is")]
    public void WSG0210_AReplyThatJsonWouldMistake(string type, string? remark)
    {
        var run = GeneratorRun.OfInvalid($"[WebSocketHandler] public partial class Chat {{ [OnMessage] {type} Say(string text) => throw new NotSupportedException(); }}");
        Assert.That(run.Diagnostics.Select(diagnostic => diagnostic.Id), Is.EqualTo(new[] { "WSG0210" }));
        Assert.That(run.Diagnostics[0].GetMessage(null), Does.StartWith($"'Chat.Say' returns '{type.Split('.')[^1]}'{remark ?? ", which cannot be awaited as it is"}. An [OnMessage] method returns "));
    }

    [Test]
    public void AnExperimentalType_IsAcceptedWhereTheUserNamesIt_AndNotAskedForAgain() => GeneratorRun.Of("""
        [System.Diagnostics.CodeAnalysis.Experimental("TRY001")] [Message] public record Try(int Number);
        #pragma warning disable TRY001, TRY002
        [WebSocketHandler("/a")] public partial class Chat { [OnMessage] IReadOnlyList<Try> Say(Try it) => [it]; }
        [System.Diagnostics.CodeAnalysis.Experimental("TRY002")] [WebSocketHandler("/b")] public partial class Lab { [OnOpen] void Open() { } }
        """);
}
