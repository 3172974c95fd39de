using Microsoft.CodeAnalysis;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>Methods with [WebSocketUrl].</summary>
[TestFixture]
internal sealed class UrlTests
{
    private const string Declare = "Declare it as 'static partial Uri', with an accessibility and without a body";

    [TestCase("/", "HttpContext http", "(http, typeof(global::Chat)).Create();")]
    [TestCase("/{a}", "HttpContext http, string a", ".Text(\"a\", a)")]
    [TestCase("/{a}", "string A, HttpRequest request", "(request.HttpContext, typeof(global::Chat)) .Text(\"a\", A)")]
    [TestCase("/{a:int}/{b}", "HttpContext http, string b, int a", ".Text(\"b\", b) .Parse<int>(\"a\", a)")]
    [TestCase("/{a:int?}", "HttpContext http, int? a = null", ".ParseNullable<int>(\"a\", a)")]
    [TestCase("/{a:int=1}", "HttpContext http, int a = 1", ".Parse<int>(\"a\", a)")]
    [TestCase("/{a=1}", "HttpContext http", ".Create();")]
    [TestCase("/{a}", "HttpContext http, Color a", ".Enum<global::Color>(\"a\", a)")]
    [TestCase("/{a?}", "HttpContext http, Color? a", ".EnumNullable<global::Color>(\"a\", a)")]
    [TestCase("/{a?}", "HttpContext http, System.Net.IPAddress? a", ".Parse<global::System.Net.IPAddress>(\"a\", a)")]
    [TestCase("/{**a}", "HttpContext http, string? a = null", ".Text(\"a\", a)")]
    [TestCase("/{user-id}", "HttpContext http, [FromRoute(Name = \"user-id\")] string user", ".Text(\"user-id\", user)")]
    [TestCase("/{class}", "HttpContext @event, string @class", "(@event, typeof(global::Chat)) .Text(\"class\", @class)")]
    [TestCase("/{http}", "HttpContext context, string http", ".Text(\"http\", http)")]
    public void Parameters_AreTheVariablesOfThePath(string path, string parameters, string body)
    {
        var run = GeneratorRun.Of(Sources.Handler($"[WebSocketUrl] public static partial Uri GetUrl({parameters});", path));
        Assert.That(OnOneLine(run), Does.Contain(body));
    }

    [TestCase("private static partial Uri Address(HttpContext http)")]
    [TestCase("internal static partial Uri? Chat2(HttpContext http)")]
    [TestCase("protected internal static unsafe partial Uri Address(HttpContext http)")]
    [TestCase("public static new partial System.Uri ToString(HttpContext http)")]
    public void Declaration_IsCompletedAsItIs(string declaration)
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler($"#pragma warning disable CS0109\n[WebSocketUrl] {declaration};", "/"));
        Assert.That(run.Diagnostics, Is.Empty);
    }

    [Test]
    public void Methods_OfOneHandler_AreOneFile()
    {
        var run = GeneratorRun.Of(Sources.Handler("[WebSocketUrl] public static partial Uri B(HttpContext http); [WebSocketUrl] public static partial Uri A(HttpContext http, int page);", "/{page:int=1}"));
        Assert.That(OnOneLine(run), Does.Contain(" A(").And.Contain(" B("));
        Assert.That(run.FileNames.Count(name => name.Contains("Url", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public void WithoutTheAttribute_NothingIsWritten() =>
        Assert.That(GeneratorRun.Of(Sources.Handler("public static Uri GetUrl() => null!;")).FileNames, Does.Not.Contain("Chat.WebSocketUrl.g.cs"));

    [TestCase("public static Uri GetUrl(HttpContext http) => null!;", "it has a body. " + Declare)]
    [TestCase("public static partial Uri GetUrl(HttpContext http); public static partial Uri GetUrl(HttpContext http) => null!;", "it has a body. " + Declare)]
    [TestCase("public partial Uri GetUrl(HttpContext http);", "it is not static. " + Declare, "CS8795")]
    [TestCase("public abstract Uri GetUrl(HttpContext http);", "it is not partial. " + Declare, "CS0513")]
    [TestCase("public static partial string GetUrl(HttpContext http);", "it returns 'string'. " + Declare, "CS8795")]
    [TestCase("public static partial void GetUrl(HttpContext http);", "it returns 'void'. " + Declare, "CS8795")]
    [TestCase("public static partial ref Uri GetUrl(HttpContext http);", "it returns a reference. " + Declare, "CS8795")]
    [TestCase("public static partial Uri GetUrl<T>(HttpContext http);", "it has type parameters. Remove them", "CS8795")]
    [TestCase("public static partial Uri GetUrl();", "it takes no request. Add a parameter 'HttpContext http', or one of HttpRequest", "CS8795")]
    [TestCase("public static partial Uri GetUrl(HttpContext http, HttpRequest request);", "it takes several requests. Keep one parameter of HttpContext or HttpRequest", "CS8795")]
    [TestCase("public static partial Uri GetUrl(in HttpContext http);", "its parameter 'http' is not passed by value. Remove the modifier", "CS8795")]
    [TestCase("public static partial Uri GetUrl(HttpContext http, params string[] a);", "its parameter 'a' is not passed by value. Remove the modifier", "CS8795")]
    public void WSG0107_OtherShape(string method, string why, params string[] compiler)
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler("[WebSocketUrl] " + method, "/"), compiler);
        Reported.One(run, "WSG0107", "GetUrl", $"'Chat.GetUrl' cannot be completed: {why}.");
        Assert.That(run.Errors.Select(error => error.Id), Is.EqualTo(new[] { "WSG0107" }), "of the generator");
    }

    [TestCase("public partial class Plain { [WebSocketUrl] public static partial Uri GetUrl(HttpContext http); }", "'Plain.GetUrl' cannot be completed: 'Plain' is no handler. Declare it in the class with [WebSocketHandler].", "CS8795")]
    [TestCase("public class Plain { [WebSocketUrl] public static Uri GetUrl(HttpContext http) => null!; }", "'Plain.GetUrl' cannot be completed: 'Plain' is no handler. Declare it in the class with [WebSocketHandler].")]
    [TestCase("public abstract class Root { [WebSocketUrl] public static Uri GetUrl(HttpContext http) => null!; } [WebSocketHandler] public partial class Chat : Root { [OnOpen] void Open() { } }", "'Root.GetUrl' cannot be completed: 'Root' is no handler. Declare it in the class with [WebSocketHandler].")]
    [TestCase("public interface IPlain { [WebSocketUrl] static Uri GetUrl(HttpContext http) => null!; }", "'IPlain.GetUrl' cannot be completed: 'IPlain' is no handler. Declare it in the class with [WebSocketHandler].")]
    [TestCase("[WebSocketHandler] public partial class Chat { [OnOpen] void Open() { [WebSocketUrl] static Uri GetUrl(HttpContext http) => null!; GetUrl(null!); } }", "'Chat.GetUrl' cannot be completed: it is no method of a class. Mark a method of the handler.")]
    public void WSG0107_OtherPlace(string source, string message, params string[] compiler) =>
        Reported.One(GeneratorRun.OfInvalid(source, compiler), "WSG0107", "GetUrl", message);

    [TestCase("[WebSocketUrl] public int Field;")]
    [TestCase("[WebSocketUrl] public int Property { get; set; }")]
    [TestCase("[WebSocketUrl] public event Action? Event { add { } remove { } }")]
    [TestCase("[WebSocketUrl] public class Inner { }")]
    public void Attribute_OnWhatIsNoMethod_IsAnErrorOfTheCompiler(string member) =>
        Assert.That(GeneratorRun.OfInvalid(Sources.Handler(member), "CS0592").Errors, Is.Empty);

    [TestCase("/{a}/{b}", "string a, string b, int c", "int c", "'c' is no variable of the path. It has 'a', 'b'.")]
    [TestCase("/", "int c", "int c", "'c' is no variable of the path. It has none.")]
    [TestCase("/{a}", "", "GetUrl", "'a' of the path is missing.")]
    [TestCase("/{a}/{b?}", "string? b", "GetUrl", "'a' of the path is missing.")]
    [TestCase("/{a}", "List<int> a", "List<int> a", "'a' has the type 'List<int>', which cannot be read from text. Use string, an enum or a type that implements IParsable<T>.")]
    [TestCase("/{a}", "string[] a", "string[] a", "'a' has the type 'string[]', which cannot be read from text. Use string, an enum or a type that implements IParsable<T>.")]
    [TestCase("/{a}", "string a, [FromRoute(Name = \"a\")] string b", "[FromRoute(Name = \"a\")] string b", "'a' has two parameters.")]
    public void WSG0108_OtherParameters(string path, string parameters, string place, string why)
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler($"[WebSocketUrl] public static partial Uri GetUrl(HttpContext http{(parameters.Length == 0 ? "" : ", ")}{parameters});", path));
        Reported.One(run, "WSG0108", place, $"The parameters of 'Chat.GetUrl' are not the variables of the path '{path}': {why}");
    }

    [TestCase("[OnOpen] void Open(int a) { }", "string a", "'a' has the type 'string', and 'Chat.Open' takes it as 'int'.")]
    [TestCase("[OnOpen] void Open(int? a) { }", "long? a", "'a' has the type 'long?', and 'Chat.Open' takes it as 'int'.")]
    [TestCase("[OnOpen] void Open(string a) { }", "int a", "'a' has the type 'int', and 'Chat.Open' takes it as 'string'.")]
    [TestCase("[OnOpen] void Open(string a) { } [OnClose] void Close([FromRoute(Name = \"A\")] Guid id) { }", "string a", "'a' has the type 'string', and 'Chat.Close' takes it as 'Guid'.")]
    [TestCase("[OnOpen] void Open(int a) { } [OnClose] void Close(long a) { }", "int a", "'a' has the type 'int', and 'Chat.Close' takes it as 'long'.")]
    public void WSG0108_AnotherTypeThanTheHandlerTakes(string members, string parameter, string why)
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler($"{members} [WebSocketUrl] public static partial Uri GetUrl(HttpContext http, {parameter});", "/{a}"));
        Reported.One(run, "WSG0108", parameter, "The parameters of 'Chat.GetUrl' are not the variables of the path '/{a}': " + why);
    }

    [TestCase("[OnOpen] void Open(int? a) { }", "int a")]
    [TestCase("[OnOpen] void Open(int a) { } [OnClose] void Close(string a) { }", "int a")]
    [TestCase("[OnOpen] void Open(string? a) { }", "string a")]
    [TestCase("[OnOpen] void Open([FromQuery] int a) { }", "string a")]
    [TestCase("[OnMessage] void M([FromRoute(Name = \"A\")] Guid x) { }", "Guid? a")]
    public void Type_ThatTheHandlerTakes_IsRight(string members, string parameter) =>
        Assert.That(GeneratorRun.Of(Sources.Handler($"{members} [WebSocketUrl] public static partial Uri GetUrl(HttpContext http, {parameter});", "/{a}")).Errors, Is.Empty);

    [Test]
    public void WSG0220_TypeThatCannotBeSeen()
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler("[WebSocketUrl] public static partial Uri GetUrl(HttpContext http, Nowhere a);", "/{a}"), "CS0246");
        Assert.That(run.Errors.Select(error => error.Id), Is.EqualTo(new[] { "WSG0220" }));
    }

    [Test]
    public void Untyped_IsSeenWithoutTheGenerator()
    {
        var compilation = TestCompilation.Create("[WebSocketHandler(\"/{room}\")] public partial class Chat { [OnOpen] void Open(string room) { } } public static class P { public static Uri M(HttpContext http) => http.GetWebSocketUrl<Chat>(new() { [\"room\"] = \"lobby\" }); }");
        Assert.That(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), Is.Empty);
    }

    [Test]
    public void Call_IsSeenWithoutTheGenerator()
    {
        var compilation = TestCompilation.Create(Sources.Handler("[WebSocketUrl] public static partial Uri GetUrl(HttpContext http, string room);", "/{room}") + " public static class P { public static Uri M(HttpContext http) => Chat.GetUrl(http, room: \"lobby\"); }");
        Assert.That(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Id), Is.EqualTo(new[] { "CS8795" }), "the body alone is missing");
    }

    private static string OnOneLine(GeneratorRun run) =>
        string.Join(" ", run.File("Chat.WebSocketUrl.g.cs").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
