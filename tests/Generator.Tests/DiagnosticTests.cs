using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>
/// What is reported for each wrong declaration: id, text and place. That the output compiles all the same is proved by the run.
/// </summary>
[TestFixture]
internal sealed class DiagnosticTests
{
    private const string Anywhere = "ClaimsPrincipal, CancellationToken, IServiceProvider, a variable of the path by its name, [FromRoute], [FromQuery], [FromHeader], [FromServices], [FromKeyedServices], and an interface as a service";

    [Test]
    public void WSG0001_HandlerIsNotPartial()
    {
        var run = GeneratorRun.OfInvalid("[WebSocketHandler] public class Chat { [OnOpen] void Open() { } }");
        Reported.One(run, "WSG0001", "Chat", "'Chat' must be partial: the handler 'Chat' is completed by generated code. Add the modifier 'partial' to its declaration.");
        Assert.That(run.FileNames, Does.Not.Contain("Chat.WebSocket.g.cs"));
    }

    [Test]
    public void WSG0001_ContainingTypeIsNotPartial()
    {
        var run = GeneratorRun.OfInvalid("public class Outer { [WebSocketHandler] public partial class Chat { [OnOpen] void Open() { } } }");
        Reported.One(run, "WSG0001", "Outer", "'Outer' must be partial: the handler 'Chat' is completed by generated code. Add the modifier 'partial' to its declaration.");
    }

    [TestCase("public static partial class Chat { }", "it is static, and each connection has an instance. Remove 'static'")]
    [TestCase("public abstract partial class Chat { }", "it is abstract, and each connection has an instance. Remove 'abstract', or mark the classes that derive from it")]
    [TestCase("file partial class Chat { }", "it is file-local, and the generated registration stands in another file. Remove 'file'")]
    public void WSG0002_HandlerCannotBeMapped(string declaration, string why)
    {
        var run = GeneratorRun.OfInvalid("[WebSocketHandler] " + declaration);
        Reported.One(run, "WSG0002", "Chat", $"The handler 'Chat' cannot be mapped: {why}.");
        Assert.That(run.FileNames, Does.Not.Contain("MapWebSocketHandlers.g.cs"));
    }

    [Test]
    public void WSG0002_HandlerIsAStruct()
    {
        var run = GeneratorRun.OfInvalid("[WebSocketHandler] public partial struct Chat { }", "CS0592");
        Reported.One(run, "WSG0002", "Chat", "The handler 'Chat' cannot be mapped: it is not a class. Make it a class.");
    }

    [Test]
    public void WSG0002_HandlerIsGeneric()
    {
        var run = GeneratorRun.OfInvalid("[WebSocketHandler] public partial class Chat<T> { }");
        Reported.One(run, "WSG0002", "Chat", "The handler 'Chat<T>' cannot be mapped: it is generic. Derive a class without type parameters, and mark that one.");
    }

    [Test]
    public void WSG0002_HandlerIsInAGenericType()
    {
        var run = GeneratorRun.OfInvalid("public partial class Outer<T> { [WebSocketHandler] public partial class Chat { } }");
        Reported.One(run, "WSG0002", "Chat", "The handler 'Chat' cannot be mapped: it is nested in the generic type 'Outer<T>'. Derive a class without type parameters, and mark that one.");
    }

    [Test]
    public void WSG0002_HandlerIsNotAccessible()
    {
        var run = GeneratorRun.OfInvalid("public partial class Outer { private partial class Inner { [WebSocketHandler] public partial class Chat { [OnOpen] void Open() { } [WebSocketUrl] public static partial Uri GetUrl(HttpContext http); } public static Uri M(WebApplication app, HttpContext h) { app.MapWebSocketHandler<Chat>(); return Chat.GetUrl(h); } } }");
        Reported.One(run, "WSG0002", "Chat", "The handler 'Chat' cannot be mapped: 'Inner' is not accessible to the generated registration. Make 'Inner' internal or public.");
        Assert.That(run.FileNames, Does.Not.Contain("MapWebSocketHandlers.g.cs"));
    }

    [Test]
    public void WSG0003_HandlerDoesNothing()
    {
        var run = GeneratorRun.OfInvalid("[WebSocketHandler] public partial class Chat { [OnLogin] bool Login() => true; [OnClose] void Close() { } }");
        Reported.One(run, "WSG0003", "Chat", "The handler 'Chat' has neither an [OnOpen] nor an [OnMessage] method: a client can connect, and nothing happens. Add one of them.");
        Assert.That(run.Handler(), Does.Contain("_handler.Login()"));
    }

    [TestCase("public partial class Chat : Root { }")]
    [TestCase("public partial class Chat { [OnOpen] void Open() { } }")]
    [TestCase("public partial class Chat { [OnMessage] void M(string text) { } }")]
    public void WSG0003_NotWhereItDoesSomething(string declaration) =>
        GeneratorRun.Of("public abstract class Root { [OnOpen] protected void Open() { } } [WebSocketHandler] " + declaration);

    [TestCase("public Chat() { } public Chat(int a) { }", "Chat", "it has 2 public constructors. Mark the one to call with [ActivatorUtilitiesConstructor]")]
    [TestCase("internal Chat() { } private Chat(int a) { }", "Chat", "it has 2 constructors, and none of them is public. Make the one to call public, or mark it with [ActivatorUtilitiesConstructor]")]
    [TestCase("[ActivatorUtilitiesConstructor] public Chat() { } [ActivatorUtilitiesConstructor] Chat(int a) { }", "Chat", "2 of its constructors are marked with [ActivatorUtilitiesConstructor]. Mark only the one to call")]
    [TestCase("public Chat(Span<int> a) { }", "Span<int> a", "the parameter 'a' of its constructor cannot be a service, being of the type 'Span<int>'. Take a service by value")]
    [TestCase("public Chat(ref int a) { }", "ref int a", "the parameter 'a' of its constructor is passed by reference. Take a service by value")]
    public void WSG0005_NoConstructorToCall(string constructors, string place, string why) =>
        Reported.One(GeneratorRun.OfInvalid(Sources.Handler(constructors)), "WSG0005", place, $"The handler 'Chat' cannot be constructed: {why}.");

    [Test]
    public void WSG0101_PathIsMalformed()
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler("", "/a//{b}"));
        Reported.One(run, "WSG0101", "\"/a//{b}\"", "The path '/a//{b}' is malformed: '//' leaves a segment empty. Remove one slash.");
    }

    [Test]
    public void WSG0101_PathIsMalformed_IsTheOnlyErrorWhereItsVariableIsBound()
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler("[OnOpen] void Open(string a) { } [OnMessage] void M(int a, string text) { }", "/{a"));
        Assert.That(run.Diagnostics.Select(diagnostic => diagnostic.Id), Is.EqualTo(new[] { "WSG0101" }));
    }

    [Test]
    public void WSG0103_PathHasNoSuchVariable()
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler("[OnOpen] void Open([FromRoute(Name = \"x\")] int a) { }", "/{b}/{c}"));
        Reported.One(run, "WSG0103", "\"x\"", "Parameter 'a' of 'Chat.Open' takes 'x' from the path '/{b}/{c}', which has no such variable. It has: b, c.");
    }

    [TestCase("[OnOpen] void Open(Plain room) { }", "Plain room", "'room' of 'Chat.Open' takes a value of the path, which cannot be read as 'Plain'. Use string, an enum, a type that implements IParsable<T>, or a nullable of those.")]
    [TestCase("[OnMessage] void M(int[] id) { }", "int[] id", "'id' of 'Chat.M' takes a value of the path, which cannot be read as 'int[]'. Use string, an enum, a type that implements IParsable<T>, or a nullable of those.")]
    [TestCase("[OnOpen] void Open([FromQuery] Plain a) { }", "[FromQuery] Plain a", "'a' of 'Chat.Open' takes a value of the query string, which cannot be read as 'Plain'. Use string, an enum, a type that implements IParsable<T>, or a nullable or an array of those.")]
    [TestCase("[OnOpen] void Open([FromHeader] int?[] a) { }", "[FromHeader] int?[] a", "'a' of 'Chat.Open' takes a value of the headers, which cannot be read as 'int?[]'. Use string, an enum, a type that implements IParsable<T>, or a nullable or an array of those.")]
    public void WSG0104_ValueCannotBeRead(string method, string place, string text) =>
        Reported.One(GeneratorRun.OfInvalid(Sources.Handler(method)), "WSG0104", place, "Parameter " + text);

    [Test]
    public void WSG0105_UnusedVariable() => Reported.OneHint(
        GeneratorRun.OfInvalid("[WebSocketHandler(\"/{room}/{id}\")] public partial class Chat { [OnOpen] void Open(string room) { } }"),
        "WSG0105",
        "\"/{room}/{id}\"",
        "No method of 'Chat' takes 'id' of the path '/{room}/{id}'. Add a parameter of this name where it is needed.");

    [TestCase("[OnOpen] void Open([FromRoute(Name = \"ROOM\")] int a) { }")]
    [TestCase("[OnOpen] void Open(HttpContext http) { }")]
    [TestCase("[OnMessage] void M(string room) { }")]
    public void WSG0105_NotOfAVariableThatIsUsed(string method) =>
        Assert.That(GeneratorRun.Of($"[WebSocketHandler(\"/{{room}}\")] public partial class Chat {{ {method} }}").Hints, Is.Empty);

    [TestCase("OnLogin", "bool", "=> true;")]
    [TestCase("OnOpen", "void", "{ }")]
    [TestCase("OnClose", "void", "{ }")]
    [TestCase("OnPing", "void", "{ }")]
    [TestCase("OnPong", "void", "{ }")]
    public void WSG0201_SecondMethod(string attribute, string type, string body)
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler($"[{attribute}] {type} A() {body} [{attribute}] {type} B(IClock c) {body}"));
        Reported.One(run, "WSG0201", "B", $"'B(IClock)' is a second [{attribute}] method; 'A()' is the first. Join them, or call one from the other.");
        Assert.That(run.Handler(), Does.Contain("_handler.A()").And.Not.Contain("_handler.B("));
    }

    [TestCase("[OnMessage(\"x\")] void A() { } [OnMessage(\"x\")] void B(Plain p) { }", "\"x\"", "'A()' and 'B(Plain)' both handle messages named \"x\". Give one of them another name: [OnMessage(\"…\")].")]
    [TestCase("[OnMessage] void A(Say s) { } [OnMessage] void B(Say s) { }", "B", "'A(Say)' and 'B(Say)' both handle messages named \"say\". Give one of them another name: [OnMessage(\"…\")].")]
    [TestCase("[OnMessage] void A(Say s) { } [OnMessage(\"say\")] void B() { }", "\"say\"", "'A(Say)' and 'B()' both handle messages named \"say\". Give one of them another name: [OnMessage(\"…\")].")]
    [TestCase("[OnMessage(2)] void A() { } [OnMessage(2)] void B(Plain p) { }", "2", "'A()' and 'B(Plain)' both handle messages named 2. Give one of them another name: [OnMessage(\"…\")].")]
    [TestCase("[OnMessage] void A(Two t) { } [OnMessage(2L)] void B() { } [Message(2)] public record Two(int Number);", "2L", "'A(Two)' and 'B()' both handle messages named 2. Give one of them another name: [OnMessage(\"…\")].")]
    public void WSG0202_SameName(string methods, string place, string text)
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler(methods));
        Reported.One(run, "WSG0202", place, text);
        Assert.That(run.Handler(), Does.Contain("_handler.A(").And.Not.Contain("_handler.B("));
    }

    [TestCase("Plain a", "string b", "text")]
    [TestCase("", "", "text")]
    [TestCase("byte[] a", "Stream b", "binary")]
    [TestCase("WebSocketMessage a", "WebSocketMessage b, IClock c", "text and binary")]
    [TestCase("WebSocketMessage a", "byte[] b", "binary")]
    [TestCase("JsonElement a", "WebSocketMessage b", "text")]
    public void WSG0203_SameKind(string one, string other, string kind)
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler($"[OnMessage] void A({one}) {{ }} [OnMessage] void B({other}) {{ }}"));
        string Types(string parameters) => string.Join(", ", parameters.Split(',', StringSplitOptions.TrimEntries).Select(parameter => parameter.Split(' ')[0]));
        Reported.One(run, "WSG0203", "B", $"'A({Types(one)})' and 'B({Types(other)})' both handle unnamed {kind} messages. Give one of them a name, [OnMessage(\"…\")], or join them.");
    }

    [Test]
    public void WSG0204_SeveralPayloads()
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler("[OnMessage] void M(Say a, string room, Clock b, int c) { }"));
        Reported.One(run, "WSG0204", "Clock b", "'Chat.M' has more than one payload parameter: 'Say a', 'Clock b', 'int c'. A message has one payload; mark services with [FromServices], and put the rest into one type.");
    }

    [TestCase("OnLogin", "bool", "WebSocketConnection a", "there is no connection before the login has succeeded", "HttpContext, HttpRequest")]
    [TestCase("OnLogin", "bool", "WebSocketMessage a", "WebSocketMessage is only there while a message is handled", "HttpContext, HttpRequest")]
    [TestCase("OnOpen", "void", "WebSocketMessage a", "WebSocketMessage is only there while a message is handled", "WebSocketConnection, HttpContext, HttpRequest")]
    [TestCase("OnOpen", "void", "Exception a", "only [OnError] takes an exception", "WebSocketConnection, HttpContext, HttpRequest")]
    [TestCase("OnMessage", "void", "HttpContext a", "the request is over once the connection is open; keep what you need of it in a field of the handler, from [OnOpen]", "one payload, WebSocketConnection, WebSocketMessage")]
    [TestCase("OnMessage", "void", "HttpRequest? a", "the request is over once the connection is open; keep what you need of it in a field of the handler, from [OnOpen]", "one payload, WebSocketConnection, WebSocketMessage")]
    [TestCase("OnMessage", "void", "Span<byte> a", "'Span<byte>' cannot be the type of a value that is kept, read or resolved", "one payload, WebSocketConnection, WebSocketMessage")]
    [TestCase("OnMessage", "unsafe void", "int* a", "'int*' cannot be the type of a value that is kept, read or resolved", "one payload, WebSocketConnection, WebSocketMessage")]
    [TestCase("OnMessage", "void", "(int A, string B) a", "'(int A, string B)' is a tuple, and JSON has no names for its elements; take a record", "one payload, WebSocketConnection, WebSocketMessage")]
    [TestCase("OnMessage", "void", "List<(int, int)?> a", "'(int, int)' is a tuple, and JSON has no names for its elements; take a record", "one payload, WebSocketConnection, WebSocketMessage")]
    [TestCase("OnMessage", "void", "Dictionary<string, (int, int)[]> a", "'(int, int)' is a tuple, and JSON has no names for its elements; take a record", "one payload, WebSocketConnection, WebSocketMessage")]
    [TestCase("OnMessage", "void", "IAsyncEnumerable<int> a", "'IAsyncEnumerable<int>' is something to wait for, and no message holds it", "one payload, WebSocketConnection, WebSocketMessage")]
    [TestCase("OnMessage", "void", "System.Threading.Channels.ChannelReader<int> a", "'ChannelReader<int>' is something to wait for, and no message holds it", "one payload, WebSocketConnection, WebSocketMessage")]
    [TestCase("OnMessage", "void", "IEnumerator<int> a", "'IEnumerator<int>' is a collection that JSON cannot be read as; take an array, a list or a dictionary", "one payload, WebSocketConnection, WebSocketMessage")]
    [TestCase("OnMessage", "void", "IQueryable<int> a", "'IQueryable<int>' is a collection that JSON cannot be read as; take an array, a list or a dictionary", "one payload, WebSocketConnection, WebSocketMessage")]
    [TestCase("OnMessage", "void", "ILookup<int, int> a", "'ILookup<int, int>' is a collection that JSON cannot be read as; take an array, a list or a dictionary", "one payload, WebSocketConnection, WebSocketMessage")]
    [TestCase("OnMessage", "void", "[FromServices] Span<byte> a", "its type cannot be a service", "one payload, WebSocketConnection, WebSocketMessage")]
    [TestCase("OnClose", "void", "HttpContext a", "the request is over once the connection is open; keep what you need of it in a field of the handler, from [OnOpen]", "WebSocketConnection, WebSocketCloseStatus?, string? (the reason)")]
    [TestCase("OnClose", "void", "WebSocketCloseStatus a", "the status is null when the connection was lost, so it must be declared WebSocketCloseStatus?", "WebSocketConnection, WebSocketCloseStatus?, string? (the reason)")]
    [TestCase("OnClose", "void", "string a", "the reason, which may be null, is one parameter that must be declared string?, and the path has no variable of this name", "WebSocketConnection, WebSocketCloseStatus?, string? (the reason)")]
    [TestCase("OnPing", "void", "string a", "'string' is none of the types, and the path has no variable 'a'", "ReadOnlyMemory<byte> (the payload), WebSocketConnection")]
    [TestCase("OnPong", "void", "Say a", "'Say' is none of the types, and the path has no variable 'a'", "ReadOnlyMemory<byte> (the payload), WebSocketConnection")]
    [TestCase("OnPing", "void", "HttpContext a", "the request is over once the connection is open; keep what you need of it in a field of the handler, from [OnOpen]", "ReadOnlyMemory<byte> (the payload), WebSocketConnection")]
    public void WSG0205_ParameterCannotBeBound(string attribute, string type, string parameter, string why, string what)
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler($"[{attribute}] {type} M({parameter}) => throw null!;"));
        Reported.One(run, "WSG0205", parameter, $"Parameter 'a' of 'Chat.M' cannot be bound: {why}. An [{attribute}] method can take {what}, {Anywhere}.");
        Assert.That(run.Handler(), Does.Not.Contain("_handler.M("));
    }

    [TestCase("[OnLogin] bool M(Say a) => true;", "OnLogin", "HttpContext, HttpRequest")]
    [TestCase("[OnOpen] void M(Say a) { }", "OnOpen", "WebSocketConnection, HttpContext, HttpRequest")]
    [TestCase("[OnOpen] void M(IEnumerable<int> a) { }", "OnOpen", "WebSocketConnection, HttpContext, HttpRequest", "IEnumerable<int>")]
    [TestCase("[OnClose] void M(Say a) { }", "OnClose", "WebSocketConnection, WebSocketCloseStatus?, string? (the reason)")]
    [TestCase("[OnError] void M(Exception e, Say a) { }", "OnError", "one exception, WebSocketConnection?, HttpContext?, HttpRequest?")]
    public void WSG0206_PayloadWithoutMessage(string method, string attribute, string what, string type = "Say")
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler(method));
        Reported.One(run, "WSG0206", type + " a", $"Parameter 'a' of 'Chat.M' would be a message's payload, and [{attribute}] has no message. If '{type}' is a service, mark it with [FromServices]. An [{attribute}] method can take {what}, {Anywhere}.");
    }

    [TestCase("ref int id", "ref")]
    [TestCase("out int id", "out")]
    [TestCase("in int id", "in")]
    [TestCase("ref readonly int id", "ref readonly")]
    [TestCase("params string[] id", "params")]
    [TestCase("params List<string> id", "params")]
    public void WSG0207_PassedByReference(string parameter, string modifier)
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler($"[OnMessage] void M({parameter}) => throw null!;"));
        Reported.One(run, "WSG0207", parameter, $"Parameter 'id' of 'Chat.M' is declared '{modifier}'; the generated call passes plain values only. Remove the modifier.");
    }

    [Test]
    public void WSG0208_Generic() =>
        Reported.One(GeneratorRun.OfInvalid(Sources.Handler("[OnMessage] void M<T>(T x) { }")), "WSG0208", "M", "'Chat.M' is generic; the generated call has no type arguments for it. Write one method for each type.");

    [TestCase("OnOpen")]
    [TestCase("OnMessage")]
    [TestCase("OnLogin")]
    public void WSG0209_AsyncVoid(string attribute) =>
        Reported.One(GeneratorRun.OfInvalid(Sources.Handler($"[{attribute}] async void M() => await Task.Yield();")), "WSG0209", "void", "'Chat.M' is async void: it cannot be awaited, and its exceptions end the process. Return Task or ValueTask.");

    [TestCase("OnLogin", "void", "", "bool, IResult? or ClaimsPrincipal?, or a Task or ValueTask of one of these: it decides whether the client may connect")]
    [TestCase("OnLogin", "Task", "", "bool, IResult? or ClaimsPrincipal?, or a Task or ValueTask of one of these: it decides whether the client may connect")]
    [TestCase("OnLogin", "bool?", "", "bool, IResult? or ClaimsPrincipal?, or a Task or ValueTask of one of these: it decides whether the client may connect")]
    [TestCase("OnLogin", "string", "", "bool, IResult? or ClaimsPrincipal?, or a Task or ValueTask of one of these: it decides whether the client may connect")]
    [TestCase("OnLogin", "IAsyncEnumerable<bool>", "", "bool, IResult? or ClaimsPrincipal?, or a Task or ValueTask of one of these: it decides whether the client may connect")]
    [TestCase("OnOpen", "IResult", ", which answers HTTP requests; the connection is a WebSocket by now", "void, Task, ValueTask, T, Task<T>, ValueTask<T>, IAsyncEnumerable<T> or ChannelReader<T>, where T is what is sent")]
    [TestCase("OnMessage", "Span<byte>", "", "void, Task, ValueTask, T, Task<T>, ValueTask<T>, IAsyncEnumerable<T> or ChannelReader<T>, where T is what is sent")]
    [TestCase("OnMessage", "Task<Task>", ", which cannot be awaited as it is", "void, Task, ValueTask, T, Task<T>, ValueTask<T>, IAsyncEnumerable<T> or ChannelReader<T>, where T is what is sent")]
    [TestCase("OnMessage", "Task<Task<IAsyncEnumerable<int>>>", ", which cannot be awaited as it is", "void, Task, ValueTask, T, Task<T>, ValueTask<T>, IAsyncEnumerable<T> or ChannelReader<T>, where T is what is sent")]
    [TestCase("OnMessage", "ReadOnlyMemory<byte>?", "; for binary replies that may be missing use byte[]?", "void, Task, ValueTask, T, Task<T>, ValueTask<T>, IAsyncEnumerable<T> or ChannelReader<T>, where T is what is sent")]
    [TestCase("OnMessage", "(int, int)", "; JSON has no names for the elements of the tuple '(int, int)'. Return a record", "void, Task, ValueTask, T, Task<T>, ValueTask<T>, IAsyncEnumerable<T> or ChannelReader<T>, where T is what is sent")]
    [TestCase("OnMessage", "Task<List<(int A, int B)[]>>", "; JSON has no names for the elements of the tuple '(int A, int B)'. Return a record", "void, Task, ValueTask, T, Task<T>, ValueTask<T>, IAsyncEnumerable<T> or ChannelReader<T>, where T is what is sent")]
    [TestCase("OnMessage", "IAsyncEnumerable<(int, int)>", "; JSON has no names for the elements of the tuple '(int, int)'. Return a record", "void, Task, ValueTask, T, Task<T>, ValueTask<T>, IAsyncEnumerable<T> or ChannelReader<T>, where T is what is sent")]
    [TestCase("OnMessage", "(int, int)?", "; JSON has no names for the elements of the tuple '(int, int)'. Return a record", "void, Task, ValueTask, T, Task<T>, ValueTask<T>, IAsyncEnumerable<T> or ChannelReader<T>, where T is what is sent")]
    [TestCase("OnMessage", "ValueTuple<int>", "; JSON has no names for the elements of the tuple 'ValueTuple<int>'. Return a record", "void, Task, ValueTask, T, Task<T>, ValueTask<T>, IAsyncEnumerable<T> or ChannelReader<T>, where T is what is sent")]
    [TestCase("OnMessage", "System.Threading.Channels.Channel<int>", "; return its reader, whose items are replies", "void, Task, ValueTask, T, Task<T>, ValueTask<T>, IAsyncEnumerable<T> or ChannelReader<T>, where T is what is sent")]
    [TestCase("OnMessage", "Task<System.Threading.Channels.ChannelWriter<int>>", "; return its reader, whose items are replies", "void, Task, ValueTask, T, Task<T>, ValueTask<T>, IAsyncEnumerable<T> or ChannelReader<T>, where T is what is sent")]
    [TestCase("OnMessage", "ref int", " by reference", "void, Task, ValueTask, T, Task<T>, ValueTask<T>, IAsyncEnumerable<T> or ChannelReader<T>, where T is what is sent")]
    [TestCase("OnClose", "string", "", "void, Task or ValueTask: the connection is closed, so no reply can be sent")]
    [TestCase("OnClose", "Task<int>", "", "void, Task or ValueTask: the connection is closed, so no reply can be sent")]
    [TestCase("OnPing", "string", "", "void, Task or ValueTask")]
    public void WSG0210_ReturnType(string attribute, string type, string remark, string what)
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler($"[{attribute}] {type} M() => throw null!;"));
        Reported.One(run, "WSG0210", type, $"'Chat.M' returns '{type.Replace("ref ", "", StringComparison.Ordinal).Replace("System.Threading.Channels.", "", StringComparison.Ordinal)}'{remark}. An [{attribute}] method returns {what}.");
    }

    [Test]
    public void WSG0210_ReturnTypeOfError() =>
        Reported.One(GeneratorRun.OfInvalid(Sources.Handler("[OnError] string M(Exception e) => \"\";")), "WSG0210", "string", "'Chat.M' returns 'string'. An [OnError] method returns void, Task, ValueTask, IResult?, or a Task or ValueTask of IResult?.");

    [TestCase("", "no")]
    [TestCase("Exception a, IOException b", "several")]
    public void WSG0211_Exceptions(string parameters, string count) =>
        Reported.One(GeneratorRun.OfInvalid(Sources.Handler($"[OnError] void M({parameters}) {{ }}")), "WSG0211", "M", $"'Chat.M' has {count} exception parameters. An [OnError] method takes exactly one, and its type decides which exceptions the method handles.");

    [Test]
    public void WSG0212_SameException()
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler("[OnError] void A(IOException e) { } [OnError] void B(IOException? e) { }"));
        Reported.One(run, "WSG0212", "B", "'A(IOException)' and 'B(IOException?)' both handle 'IOException?'. Join them, or give one a more derived exception.");
    }

    [Test]
    public void WSG0213_ExclusiveAttributes()
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler("[OnOpen, OnMessage] void M() { }"));
        Reported.One(run, "WSG0213", "M", "'Chat.M' is marked with [OnOpen] and [OnMessage]; a method is for one of them. Write one method for each.");
    }

    [Test]
    public void WSG0214_SeveralTokens()
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler("[OnOpen] void M(CancellationToken a, string room, CancellationToken b) { }"));
        Reported.One(run, "WSG0214", "CancellationToken b", "'Chat.M' takes 'a' and 'b', and both end with the connection. Remove one of them.");
        Assert.That(run.Handler(), Does.Contain("_handler.M("));
    }

    [Test]
    public void WSG0216_PrivateInABaseClass() => Reported.One(
        GeneratorRun.OfInvalid("public class Root { [OnClose] private void Close() { } } [WebSocketHandler] public partial class Chat : Root { [OnOpen] void Open() { } }"),
        "WSG0216",
        "Close",
        "'Root.Close' is marked with [OnClose], and the handler 'Chat' cannot call it: it is private. Make it protected, or remove the attribute.");

    [Test]
    public void WSG0216_InternalInABaseClassElsewhere()
    {
        var library = TestCompilation.Create("Library", TestCompilation.References, "public class Root { [OnClose] internal void Close() { } }").ToMetadataReference();
        var run = GeneratorRun.OfInvalid(TestCompilation.Create("App", [.. TestCompilation.References, library], "[WebSocketHandler] public partial class Chat : Root { [OnOpen] void Open() { } }"));
        Reported.One(run, "WSG0216", "Chat", "'Root.Close' is marked with [OnClose], and the handler 'Chat' cannot call it: it is internal to another assembly. Make it protected, or remove the attribute.");
    }

    [TestCase("protected new void Hidden() { }", "hidden by 'Chat.Hidden'", "[OnMessage(\"x\")] protected void Hidden() { }", TestName = "WSG0216_Hidden_ByAMethodWithoutTheAttribute")]
    [TestCase("void Hidden(object a) { }", "hidden by 'Chat.Hidden'", "[OnMessage(\"x\")] protected void Hidden(string a) { }", TestName = "WSG0216_Hidden_ByAnOverloadThatFits")]
    [TestCase("void Hidden<T>(T a, int b = 0) { }", "hidden by 'Chat.Hidden'", "[OnMessage(\"x\")] protected void Hidden(string a) { }", TestName = "WSG0216_Hidden_ByAGenericOverload")]
    public void WSG0216_Hidden(string member, string what, string marked)
    {
        var run = GeneratorRun.OfInvalid($"public class Root {{ {marked} }} [WebSocketHandler] public partial class Chat : Root {{ [OnOpen] void Open() {{ }} {member} }}");
        Reported.One(run, "WSG0216", "Hidden", $"'Root.Hidden' is marked with [OnMessage], and the handler 'Chat' cannot call it: it is {what}. Mark the method that hides it, give that another name, or remove the attribute.");
        Assert.That(run.Handler(), Does.Not.Contain("_handler.Hidden("));
    }

    [TestCase("[OnMessage(\"x\")] protected new void M(string a) { }", TestName = "Hidden_ByAMethodWithTheAttribute_IsReplaced")]
    [TestCase("void M(int a) { }", TestName = "Overload_ThatDoesNotFit_HidesNothing")]
    [TestCase("void M(string a, int b) { }", TestName = "Overload_WithMoreParameters_HidesNothing")]
    [TestCase("protected override void M(string a) { }", TestName = "Override_HidesNothing")]
    public void BaseMethod_IsCalled(string member) => Assert.That(
        GeneratorRun.Of($"public class Root {{ [OnMessage(\"x\")] protected virtual void M(string a) {{ }} }} [WebSocketHandler] public partial class Chat : Root {{ {member} }}").Handler(),
        Does.Contain("_handler.M(context.ReadText())"));

    [TestCase("[OnMessage] void M(Missing x) { }", "Missing x", "Parameter 'x' of 'Chat.M' takes 'Missing'")]
    [TestCase("[OnMessage] Task<Missing> M() => null!;", "Task<Missing>", "'Chat.M' returns 'Task<Missing>'")]
    [TestCase("[OnError] void M(Missing x) { }", "Missing x", "Parameter 'x' of 'Chat.M' takes 'Missing'")]
    [TestCase("[OnOpen] void M([FromQuery] Missing x) { }", "[FromQuery] Missing x", "Parameter 'x' of 'Chat.M' takes 'Missing'")]
    [TestCase("public Chat(Missing x) { } [OnOpen] void M() { }", "Missing x", "Parameter 'x' of the constructor of 'Chat' takes 'Missing'")]
    [TestCase("public required Missing X { get; init; } [OnOpen] void M() { }", "X", "Required member 'X' of 'Chat' takes 'Missing'")]
    public void WSG0220_TypeThatDoesNotExist(string method, string place, string what)
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler(method), "CS0246");
        var only = run.Errors.Single();
        Assert.That(only.Id, Is.EqualTo("WSG0220"));
        Assert.That(only.Location.SourceTree!.GetText().ToString(only.Location.SourceSpan), Is.EqualTo(place));
        Assert.That(only.GetMessage(System.Globalization.CultureInfo.InvariantCulture), Does.StartWith(what + ", which the generator of handlers cannot see: it does not exist, or another generator declares it. Declare it by hand"));
        Assert.That(run.Handler(), Does.Not.Contain("Missing"));
    }

    [Test]
    public void Type_ThatIsFileLocal_IsLeftToTheCompiler()
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler("[OnMessage] void M(Local x) { }") + "file record Local;", "CS9051");
        Assert.That(run.Handler(), Does.Not.Contain("Local"));
    }

    [Test]
    public void Diagnostic_OfABaseClass_StandsThere()
    {
        var run = GeneratorRun.OfInvalid("public class Root { [OnClose] protected int M() => 0; } [WebSocketHandler] public partial class Chat : Root { [OnOpen] void Open() { } }");
        Reported.One(run, "WSG0210", "int", "'Root.M' returns 'int'. An [OnClose] method returns void, Task or ValueTask: the connection is closed, so no reply can be sent.");
    }

    [Test]
    public void Diagnostic_OfABaseClassElsewhere_StandsAtTheHandler()
    {
        var library = TestCompilation.ToReference(TestCompilation.Create("Library", TestCompilation.References, "public class Root { [OnClose] public int M() => 0; }"));
        var run = GeneratorRun.OfInvalid(TestCompilation.Create("App", [.. TestCompilation.References, library], "[WebSocketHandler] public partial class Chat : Root { [OnOpen] void Open() { } }"));
        Reported.One(run, "WSG0210", "Chat", "'Root.M' returns 'int'. An [OnClose] method returns void, Task or ValueTask: the connection is closed, so no reply can be sent.");
    }
}
