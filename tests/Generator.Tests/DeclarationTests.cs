using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>Handlers of every kind of declaration, in every place.</summary>
[TestFixture]
internal sealed class DeclarationTests
{
    private const string Members = "[OnOpen] void Open() { }";

    [Test]
    public void Nested_InEachKindOfType()
    {
        var run = GeneratorRun.Of($$"""
            namespace A.B;
            public static partial class C { public partial struct D { public partial record E { internal partial record struct F { public partial interface G {
                [WebSocketHandler("/n")] public partial class Chat { {{Members}} }
            } } } } }
            """);
        Assert.That(run.Handler("A.B.C+D+E+F+G+Chat"), Does.Contain("partial interface G\n").And.Contain("partial record struct F\n").And.Contain("partial record E\n").And.Contain("partial struct D\n"));
        Assert.That(run.Registration, Does.Contain("MapWebSocketHandler<global::A.B.C.D.E.F.G.Chat>(endpoints)"));
    }

    [Test]
    public void Record_IsCompletedAsOne()
    {
        var run = GeneratorRun.Of($$"""[WebSocketHandler] public sealed partial record Chat(ILogger<Chat> Log) { {{Members}} }""");
        Assert.That(run.Handler(), Does.Contain("partial record Chat : global::WebSockets.IWebSocketHandler<global::Chat>"));
        Assert.That(run.Handler(), Does.Contain("new global::Chat(global::"));
    }

    [Test]
    public void Keywords_AreEscaped()
    {
        var run = GeneratorRun.Of("""
            namespace @namespace.@int;
            public static partial class @class {
                [WebSocketHandler("/{class}/{value}")] internal partial class @record {
                    [WebSocketUrl] internal static partial Uri @void(HttpContext @http, string @class, string value);
                    [OnOpen] string @return(string @class, string value) => "";
                    [OnMessage] @event @async(@event @await) => @await;
                    [OnMessage("field")] void @void(@event @field) { }
                    [Message] public record @event(int A);
                }
            }
            """);
        Assert.That(run.Handler("namespace.int.class+record"), Does.Contain("namespace @namespace.@int").And.Contain("partial class @record").And.Contain("_handler.@return(_class, _value)"));
        Assert.That(run.File("namespace.int.class+record.WebSocketUrl.g.cs"), Does.Contain("@void(global::Microsoft.AspNetCore.Http.HttpContext http, string @class, string value)"));
    }

    [Test]
    public void SameName_InTwoNamespaces()
    {
        var run = GeneratorRun.Of($$"""
            namespace A { [WebSocketHandler("/a")] public partial class Chat { {{Members}} } }
            namespace B { [WebSocketHandler("/b", Name = "ChatB")] public partial class Chat { {{Members}} } }
            """);
        Assert.That(run.FileNames, Does.Contain("A.Chat.WebSocket.g.cs").And.Contain("B.Chat.WebSocket.g.cs"));
        Assert.That(run.Registration.IndexOf("<global::A.Chat>", StringComparison.Ordinal), Is.Positive.And.LessThan(run.Registration.IndexOf("<global::B.Chat>", StringComparison.Ordinal)));
    }

    [Test]
    public void Names_ThatDifferInCaseAlone_AreTwoFiles()
    {
        var run = GeneratorRun.Of($$"""
            namespace A { [WebSocketHandler("/a")] public partial class Chat { {{Members}} } [WebSocketHandler("/b", Name = "Other")] public partial class CHAT { {{Members}} } }
            """);
        Assert.That(run.FileNames.Where(name => name.EndsWith(".WebSocket.g.cs", StringComparison.Ordinal)).Distinct(StringComparer.OrdinalIgnoreCase).Count(), Is.EqualTo(2));
    }

    [Test]
    public void Members_OfTheUser_DoNotCollide()
    {
        var run = GeneratorRun.Of("""
            #pragma warning disable CS0414, CS0169, CS0649, CS0219
            [WebSocketHandler("/{handler}/{services}")]
            public partial class Chat(ILoggerFactory handler, TimeProvider services)
            {
                private readonly int dispatcher = handler.GetHashCode(), context = 1, name = 2, _handler = 3, _dispatcher = 4, completion = 5, error = 6, http = 7;
                public string Definition => services.LocalTimeZone.Id;
                private class Dispatcher { } private class Session { } private class __WebSocket { } private class System { } private class WebSockets { } private class Task { }
                [OnOpen] void OpenAsync(string handler, string services) { }
                [OnMessage("TryDispatch")] void TryDispatch() { }
                [OnMessage("Handle_TryDispatch")] void Handle_TryDispatch() { }
                [OnMessage] void TextAsync(string x) { }
                [OnClose] void CloseAsync() { }
                [OnError] void ErrorAsync(Exception e) { }
            }
            """);
        Assert.That(run.Handler(), Does.Contain("private static class __WebSocket_\n").And.Contain("=> __WebSocket_.Definition;"));
    }

    [Test]
    public void BaseClass_ItsMethodsAreTheHandlers()
    {
        var run = GeneratorRun.Of("""
            public abstract class Root
            {
                [OnOpen] protected virtual void Open() { }
                [OnClose] protected internal void Close() { }
                [OnMessage("abstract")] protected abstract void Abstract();
                [OnMessage("static")] protected static void Static() { }
            }
            public abstract class Middle : Root
            {
                protected override void Open() { }
                [OnError] public void Error(Exception e) { }
            }
            [WebSocketHandler] public partial class Chat : Middle
            {
                protected override void Abstract() { }
            }
            """);
        Assert.That(run.Handler(), Does.Contain("_handler.Open()").And.Contain("_handler.Close()").And.Contain("_handler.Abstract()").And.Contain("_handler.Error(error)").And.Contain("global::Root.Static()"));
    }

    [Test]
    public void BaseClass_ThatIsAHandlerToo_HasItsOwnAddress()
    {
        var run = GeneratorRun.Of($$"""
            [WebSocketHandler("/a")] public partial class A { [OnOpen] public void Open() { } [WebSocketUrl] public static partial Uri GetUrl(HttpContext http); }
            [WebSocketHandler("/b")] public partial class B : A { [WebSocketUrl] public static new partial Uri GetUrl(HttpContext http); }
            """);
        Assert.That(run.Handler("B"), Does.Contain("_handler.Open()"));
        Assert.That(run.File("B.WebSocketUrl.g.cs"), Does.Contain("typeof(global::B)"));
    }

    [Test]
    public void Parts_InTwoFiles_AreOneHandler()
    {
        var run = GeneratorRun.Of("[WebSocketHandler] public partial class Chat { [OnOpen] void Open() { } }", "public partial class Chat { [OnClose] void Close() { } }");
        Assert.That(run.Handler(), Does.Contain("_handler.Open()").And.Contain("_handler.Close()"));
    }

    [Test]
    public void Attribute_OnTwoParts_IsOneFile()
    {
        var run = GeneratorRun.OfInvalid("[WebSocketHandler] public partial class Chat { } [WebSocketHandler(\"/b\")] public partial class Chat { }", "CS0579");
        Assert.That(run.Handler(), Does.Contain("Path = \"/ws\""));
    }

    [Test]
    public void Definition_HasWhatTheAttributeSays()
    {
        var run = GeneratorRun.Of("""
            [WebSocketHandler("/x", Name = "n", Protocols = new[] { "a", "b" }, Discriminator = "kind", Payload = "data", Correlation = "nr", JsonContext = typeof(Context))]
            public partial class Chat { [OnOpen] void Open() { } }
            public class Context : System.Text.Json.Serialization.JsonSerializerContext
            {
                public Context() : base(null) { }
                public static Context Default { get; } = new();
                protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
                public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
            }
            """);
        string[] lines =
        [
            "Handler = typeof(global::Chat),", "Name = \"n\",", "Path = \"/x\",", "Protocols = [\"a\", \"b\"],", "Discriminator = \"kind\",", "Payload = \"data\",",
            "Correlation = \"nr\",", "JsonContext = global::Context.Default,", "CreateDispatcher = static _ => new Dispatcher(),",
        ];
        Assert.That(run.Handler().Split('\n').Select(line => line.Trim()), Is.SupersetOf(lines));
    }

    [Test]
    public void WithoutHandlers_MapWebSocketHandlersIsThere()
    {
        var run = GeneratorRun.Of(TestCompilation.CreateApp("public static class Program { public static void Main() { var builder = WebApplication.CreateBuilder(); builder.Services.AddWebSocketHandlers(); builder.Build().MapWebSocketHandlers().WithTags(\"x\"); } }"));
        Assert.That(run.Registration, Does.Contain("MapAll(endpoints, default);"));
    }

    [Test]
    public void Registration_OfAFriendAssembly_IsNotAmbiguous()
    {
        var run = GeneratorRun.Of($"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Friend\")] [WebSocketHandler] public partial class Chat {{ {Members} }}");
        var reference = TestCompilation.ToReference((Microsoft.CodeAnalysis.CSharp.CSharpCompilation)run.Output);
        var friend = GeneratorRun.Of(TestCompilation.Create("Friend", [.. TestCompilation.References, reference],
            $"public static class P {{ public static void M(WebApplication app) {{ app.MapWebSocketHandlers(); app.MapAppWebSocketHandlers(); }} public static void Main() {{ }} }} [WebSocketHandler] public partial class Other {{ {Members} }}").WithOptions(TestCompilation.AppOptions));
        Assert.That(friend.Registration, Does.Contain("global::Other").And.Not.Contain("global::Chat"));
    }

    [Test]
    public void Obsolete_IsReportedInTheUsersCodeOnly()
    {
        var run = GeneratorRun.Of("""
            [WebSocketHandler]
            public partial class Chat
            {
            #pragma warning disable CS0618
                [OnMessage, Obsolete("old")] Old Call(Old x) => x;
            #pragma warning restore CS0618
            }
            [Message, Obsolete("old")] public record Old(int A);
            """);
        Assert.That(run.Handler(), Does.Contain("_handler.Call(context.Read(_dispatcher.OldReader))"));
    }
}
