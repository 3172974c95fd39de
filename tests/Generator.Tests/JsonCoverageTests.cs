using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>WSG0301: which types the contexts of an app cover, as the JSON generator writes them.</summary>
[TestFixture]
internal sealed class JsonCoverageTests
{
    private const string Types = """

        [Message] public record Ask(int A);
        [Message] public record Answer(string Text, Inner? Inner = null);
        public record Inner(Leaf[] Leaves, Dictionary<string, Kind> Kinds);
        public record struct Leaf(int? A);
        public enum Kind { One }
        public record Box<T>(T Value);
        [JsonDerivedType(typeof(Circle), "circle")] public abstract record Shape;
        public record Circle(double Radius) : Shape;
        """;

    private static readonly string[] s_aot = ["PublishAot=true"];

    [TestCase("[OnMessage] void M(Ask a) { }", "Ask a", "receives", "Ask")]
    [TestCase("[OnMessage] Task<Answer?> M(string a) => null!;", "Task<Answer?>", "returns", "Answer")]
    [TestCase("[OnMessage] void M(Leaf? a) { }", "Leaf? a", "receives", "Leaf?")]
    [TestCase("[OnOpen] ValueTask<Kind?> M() => default;", "ValueTask<Kind?>", "returns", "Kind?")]
    [TestCase("[OnMessage] void M(Ask[] a) { }", "Ask[] a", "receives", "Ask[]")]
    [TestCase("[OnMessage] void M(List<Box<Ask?>> a) { }", "List<Box<Ask?>> a", "receives", "List<Box<Ask?>>", "System.Collections.Generic.List<Box<Ask>>")]
    [TestCase("[OnMessage] async IAsyncEnumerable<Answer> M(string a) { await Task.Yield(); yield break; }", "IAsyncEnumerable<Answer>", "returns", "Answer")]
    [TestCase("[OnMessage] JsonElement M(string a) => default;", "JsonElement", "returns", "JsonElement", "System.Text.Json.JsonElement")]
    [TestCase("[OnMessage] int M(string a) => 0;", "int", "returns", "int")]
    [TestCase("[OnOpen] ValueTask M(WebSocketConnection me) => me.SendAsync(new Answer(\"\"));", "me.SendAsync(new Answer(\"\"))", "sends", "Answer")]
    [TestCase("[OnOpen] ValueTask M(WebSocketConnection me) => me.To(\"x\").BroadcastAsync(\"x\");", "me.To(\"x\").BroadcastAsync(\"x\")", "sends", "string")]
    [TestCase("[OnOpen] ValueTask M(WebSocketConnection me) => me.SendAsync<Leaf?>(new Leaf(1));", "me.SendAsync<Leaf?>(new Leaf(1))", "sends", "Leaf")]
    [TestCase("[OnOpen] ValueTask M(WebSocketConnection me) => me.SendAsync<object>(new Ask(1));", "me.SendAsync<object>(new Ask(1))", "sends", "Ask")]
    [TestCase("[OnOpen] ValueTask M(WebSocketConnection me, [FromServices] WebSocketConnections<Chat> all) => all.All.SendAsync(new byte[1]);", "all.All.SendAsync(new byte[1])", "sends", "byte[]")]
    public void WithoutAContext_EachTypeThatJsonCarriesIsMissed(string method, string place, string verb, string type, string? line = null)
    {
        var reported = Run(method, "", s_aot);
        Reported.One(
            reported,
            "WSG0301",
            place,
            $"'Chat.M' {verb} '{type}', which no JsonSerializerContext covers. Add [JsonSerializable(typeof({line ?? type}))] to a JsonSerializerContext, and name that with JsonContext on [WebSocketHandler].");
        Assert.That(reported[0].Severity, Is.EqualTo(DiagnosticSeverity.Error));
    }

    [TestCase("[OnMessage] string M(string a) => a;")]
    [TestCase("[OnMessage] byte[] M(byte[] a) => a;")]
    [TestCase("[OnMessage] ReadOnlyMemory<byte> M(ReadOnlyMemory<byte> a) => a;")]
    [TestCase("[OnMessage] void M(ReadOnlySequence<byte> a) { }")]
    [TestCase("[OnMessage] void M(Stream a) { }")]
    [TestCase("[OnMessage] void M(JsonElement a) { }")]
    [TestCase("[OnMessage] void M(WebSocketMessage a) { }")]
    [TestCase("[OnOpen] ValueTask M(WebSocketConnection me) => me.SendTextAsync(\"x\");")]
    [TestCase("[OnLogin] bool L() => true; [OnOpen] void M() { }")]
    [TestCase("[OnOpen] ValueTask M(WebSocketConnection me) => Send(me, 1); static ValueTask Send<T>(WebSocketConnection me, T x) => me.SendAsync(x);")]
    [TestCase("[OnOpen] ValueTask M(WebSocketConnection me, [FromServices] object x) => me.SendAsync(x);")]
    public void WithoutAContext_WhatIsReadAndWrittenWithoutMetadataNeedsNone(string method) => Assert.That(Run(method, "", s_aot), Is.Empty);

    [TestCase("Answer", "[OnMessage] Inner M(Leaf[] a) => null!;")]
    [TestCase("Answer", "[OnMessage] Kind M(Leaf a) => default;")]
    [TestCase("Answer", "[OnMessage] Dictionary<string, Kind> M(Kind a) => null!;")]
    [TestCase("Answer", "[OnMessage] int? M(int a) => null!;")]
    [TestCase("Ask[]", "[OnMessage] Ask? M(Ask a) => a;")]
    [TestCase("List<Box<Ask>>", "[OnMessage] async IAsyncEnumerable<Ask> M(Box<Ask?> a) { await Task.Yield(); yield break; }")]
    [TestCase("Shape", "[OnMessage] Circle M(Shape a) => null!;")]
    [TestCase("Leaf?", "[OnMessage] Leaf M(Leaf? a) => default;")]
    public void Context_CoversWhatTheRootsThatItListsAreMadeOf(string root, string method)
    {
        Assert.That(Run(method, Context($"[JsonSerializable(typeof({root}))]"), s_aot), Is.Empty);
        Assert.That(Run(method, Context("[JsonSerializable(typeof(Guid))]"), s_aot), Is.Not.Empty);
    }

    [Test]
    public void Context_OfTheAppLacksAType() => Reported.One(
        Run("[OnMessage] Answer M(Ask a) => null!;", Context("[JsonSerializable(typeof(Ask))]"), s_aot),
        "WSG0301",
        "Answer",
        "'Chat.M' returns 'Answer', which the context 'AppJson' does not cover. Add [JsonSerializable(typeof(Answer))] to it.");

    [Test]
    public void Context_ThatTheHandlerNamesIsTheOnlyOneThatCounts() => Reported.One(
        Run("[OnMessage] Answer M(Ask a) => null!;", Context("[JsonSerializable(typeof(Ask))]") + Context("[JsonSerializable(typeof(Answer))]", "Other"), s_aot, "JsonContext = typeof(AppJson)"),
        "WSG0301",
        "Answer",
        "'Chat.M' returns 'Answer', which the context 'AppJson' does not cover. Add [JsonSerializable(typeof(Answer))] to it.");

    [Test]
    public void Context_AnyOfTheAppMayCoverAType() =>
        Assert.That(Run("[OnMessage] Answer M(Ask a) => null!;", Context("[JsonSerializable(typeof(Ask))]") + Context("[JsonSerializable(typeof(Answer))]", "Other"), s_aot), Is.Empty);

    [Test]
    public void Context_ThatNoHandlerNamesIsTheOneToAddTo()
    {
        var contexts = Context("[JsonSerializable(typeof(Ask))]") + Context("[JsonSerializable(typeof(Ask))]", "Other")
            + "[WebSocketHandler(\"/other\", JsonContext = typeof(AppJson))] public partial class OtherChat { [OnMessage] void M(Ask a) { } }";
        Assert.That(Run("[OnMessage] void M(Answer a) { }", contexts, s_aot).Single().GetMessage(null), Does.Contain("the context 'Other' does not cover"));
    }

    [Test]
    public void Context_OfAReferencedProjectCoversWhatItCovers()
    {
        var library = TestCompilation.Create("Library", TestCompilation.References, """
            namespace L;
            public record Far(int A);
            public class FarJson : System.Text.Json.Serialization.JsonSerializerContext
            {
                public FarJson() : base(null) { }
                public System.Text.Json.Serialization.Metadata.JsonTypeInfo<Far> Far => null!;
                protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
                public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
            }
            """);
        var app = TestCompilation.Create("App", [.. TestCompilation.References, TestCompilation.ToReference(library)],
            "[WebSocketHandler] public partial class Chat { [OnMessage] L.Far M(L.Far a) => a; [OnOpen] L.Far[] Open() => []; }");
        Assert.That(JsonRun.Analyze(app, s_aot).Single().GetMessage(null), Does.Contain("'Far[]', which no JsonSerializerContext covers"));
    }

    [Test]
    public void Context_ThatCodeCannotUseCoversNothing() =>
        Assert.That(Run("[OnMessage] void M(Ask a) { }", "public partial class Hidden { " + Context("[JsonSerializable(typeof(Ask))]", modifier: "private") + " }", s_aot), Has.Exactly(1).Items);

    [Test]
    public void Context_ThatIsNestedInTheHandlerCoversItsPrivateTypes() => Assert.That(
        Run("private record Own(int A); " + Context("[JsonSerializable(typeof(Own))]", modifier: "private") + " [OnMessage] Own M(Own a) => a;", "", s_aot, "JsonContext = typeof(AppJson)"),
        Is.Empty);

    [TestCase("", "no JsonSerializerContext covers. Make 'Own' internal or public, and add [JsonSerializable(typeof(Chat.Own))] to a JsonSerializerContext, and name that with JsonContext on [WebSocketHandler]")]
    [TestCase("[JsonSerializable(typeof(Ask))]", "the context 'AppJson' does not cover. Make 'Own' internal or public, and add [JsonSerializable(typeof(Chat.Own))] to it")]
    public void Type_ThatNoContextCanNameIsToBeOpened(string roots, string text) => Reported.One(
        Run("private record Own(int A); [OnMessage] void M(Own a) { }", roots.Length == 0 ? "" : Context(roots), s_aot), "WSG0301", "Own a", $"'Chat.M' receives 'Own', which {text}.");

    [TestCase("[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Serialization)] [JsonSerializable(typeof(Ask))]")]
    [TestCase("[JsonSerializable(typeof(Ask), GenerationMode = JsonSourceGenerationMode.Serialization)] [JsonSerializable(typeof(Answer))]")]
    public void Context_ThatOnlyWritesCannotRead(string roots)
    {
        Reported.One(
            Run("[OnMessage] void M(Ask a) { }", Context(roots), s_aot),
            "WSG0301",
            "Ask a",
            "'Chat.M' receives 'Ask', which the context 'AppJson' can only write. Remove GenerationMode = JsonSourceGenerationMode.Serialization there, for it is read too.");
        Assert.That(Run("[OnMessage] Ask M(string a) => null!;", Context(roots), s_aot), Is.Empty);
    }

    [TestCase("[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)] [JsonSerializable(typeof(Ask))]")]
    [TestCase("[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Serialization)] [JsonSerializable(typeof(Ask), GenerationMode = JsonSourceGenerationMode.Metadata)]")]
    [TestCase("[JsonSerializable(typeof(Ask), GenerationMode = JsonSourceGenerationMode.Default)]")]
    public void Context_WithMetadataReadsAndWrites(string roots) => Assert.That(Run("[OnMessage] Ask M(Ask a) => a;", Context(roots), s_aot), Is.Empty);

    [Test]
    public void Context_ThatIsOfNoUseToItsHandlerIsAnErrorOfItsOwn() => Assert.That(
        Run("[OnMessage] void M(Ask a) { }", Context("[JsonSerializable(typeof(Ask), GenerationMode = JsonSourceGenerationMode.Serialization)]"), s_aot, "JsonContext = typeof(AppJson)").Select(found => found.Id),
        Is.EqualTo(new[] { "WSG0306" }));

    [TestCase("PublishAot=true", DiagnosticSeverity.Error)]
    [TestCase("PublishAot=True", DiagnosticSeverity.Error)]
    [TestCase("IsAotCompatible=true", DiagnosticSeverity.Error)]
    [TestCase("JsonSerializerIsReflectionEnabledByDefault=false", DiagnosticSeverity.Error)]
    [TestCase("PublishAot=false", DiagnosticSeverity.Warning)]
    [TestCase("PublishAot=", DiagnosticSeverity.Warning)]
    [TestCase("JsonSerializerIsReflectionEnabledByDefault=true", DiagnosticSeverity.Warning)]
    public void Severity_IsOfWhatTheAppCanDoWithout(string property, DiagnosticSeverity severity)
    {
        Assert.That(Run("[OnMessage] void M(Ask a) { }", Context("[JsonSerializable(typeof(Guid))]"), [property]).Single().Severity, Is.EqualTo(severity));
        Assert.That(Run("[OnMessage] void M(Ask a) { }", "", [property]), Has.Exactly(severity == DiagnosticSeverity.Error ? 1 : 0).Items);
    }

    [Test]
    public void Severity_IsThatOfTheEditorConfig()
    {
        var compilation = Compilation("[OnMessage] void M(Ask a) { }", "");
        Assert.That(Analyze(ReportDiagnostic.Suppress), Is.Empty);
        Assert.That(Analyze(ReportDiagnostic.Warn).Single().Severity, Is.EqualTo(DiagnosticSeverity.Warning));

        Diagnostic[] Analyze(ReportDiagnostic report) =>
            [.. JsonRun.Analyze(compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([new("WSG0301", report)])), s_aot)];
    }

    [Test]
    public void Pragma_SilencesTheErrorToo() => Assert.That(
        Run("\n#pragma warning disable WSG0301\n[OnMessage] void M(Ask a) { }\n#pragma warning restore WSG0301\n[OnOpen] Answer Open() => null!;", "", s_aot).Select(found => found.GetMessage(null).Split(',')[0]),
        Is.EqualTo(new[] { "'Chat.Open' returns 'Answer'" }));

    [Test]
    public void Type_IsReportedOnceWhereItIsNeededFirst()
    {
        var source = """
            public class Service(WebSocketConnections<Chat> all) { Task A() => all.All.SendAsync(new Ask(1)).AsTask(); Task B() => all.All.SendAsync(new Inner([], [])).AsTask(); Task C() => all.All.SendAsync(new Inner([], [])).AsTask(); }
            [WebSocketHandler("/other")] public partial class Other { [OnMessage] Ask M(Answer a) => null!; [OnOpen] ValueTask Open(WebSocketConnection me) => me.SendAsync(new Answer("")); }
            """;
        Assert.That(Run("[OnMessage] Ask M(Ask a) => a; [OnOpen] ValueTask Open(WebSocketConnection me) => me.SendAsync(new Ask(1));", source, s_aot).Select(found => found.GetMessage(null).Split(',')[0]), Is.EqualTo(new[]
        {
            "'Chat.M' returns 'Ask'",
            "'Service.B' sends 'Inner'",
            "'Other.M' receives 'Answer'",
        }));
    }

    [TestCase("app.MapPost(\"/\", (WebSocketConnections<Chat> all) => all.All.SendAsync(new Answer(\"\")));", "all.All.SendAsync(new Answer(\"\"))")]
    [TestCase("foreach (var one in app.Services.GetRequiredService<WebSocketConnections<Chat>>()) await Tell(one); static ValueTask Tell(WebSocketConnection one) => one.SendAsync(new Answer(\"\"));", "one.SendAsync(new Answer(\"\"))")]
    public void Send_OfAProgramIsSeen(string statement, string place)
    {
        var source = "var builder = WebApplication.CreateBuilder(); builder.Services.AddWebSocketHandlers(); var app = builder.Build(); app.MapWebSocketHandlers(); " + statement + " [WebSocketHandler] public partial class Chat { [OnOpen] void Open() { } }" + Types;
        var compilation = TestCompilation.Create("using System.Text.Json.Serialization; " + source);
        Reported.One(
            JsonRun.Analyze(compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication)), s_aot),
            "WSG0301",
            place,
            "'Program' sends 'Answer', which no JsonSerializerContext covers. Add [JsonSerializable(typeof(Answer))] to a JsonSerializerContext, and name that with JsonContext on [WebSocketHandler].");
    }

    [TestCase("connections.All.SendAsync(new Ask(1))", "Other")]
    [TestCase("connections.To(\"x\").SendAsync(new Ask(1))", "Other")]
    [TestCase("connections.Find(\"x\")!.SendAsync(new Ask(1))", "Other")]
    [TestCase("connections.First().To(\"x\").SendAsync(new Ask(1))", "Other")]
    [TestCase("connections.Find(\"x\")?.SendAsync(new Ask(1)) ?? default", "Other")]
    [TestCase("me.SendAsync(new Ask(1))", "AppJson")]
    public void Send_GoesThroughTheContextOfTheHandlerThatItIsSentTo(string call, string context)
    {
        var more = Context("[JsonSerializable(typeof(Guid))]") + Context("[JsonSerializable(typeof(Guid))]", "Other")
            + "[WebSocketHandler(\"/other\", JsonContext = typeof(Other))] public partial class OtherChat { [OnOpen] void M() { } }";
        var reported = Run($"[OnOpen] ValueTask M(WebSocketConnection me, [FromServices] WebSocketConnections<OtherChat> connections) => {call};", more, s_aot, "JsonContext = typeof(AppJson)");
        Assert.That(reported.Single().GetMessage(null), Does.Contain($"the context '{context}' does not cover"));
    }

    [Test]
    public void Send_OfANestedTypeIsSeenOnce()
    {
        const string nested = "public static class Outer { public class Inner { ValueTask M(WebSocketConnection me, int how) => how switch { 1 => me.SendAsync(new Ask(1)), _ => me.SendAsync(new Answer(\"\")) }; } }";
        Assert.That(Run("[OnOpen] void M() { }", nested, s_aot).Select(found => found.GetMessage(null).Split(',')[0]), Is.EqualTo(new[] { "'Inner.M' sends 'Ask'", "'Inner.M' sends 'Answer'" }));
    }

    [Test]
    public void Send_OfABaseMayBeOfAMessageThatIsCovered()
    {
        const string more = "public record Event; [Message] public record Joined(string Who) : Event;";
        const string method = "[OnOpen] void M(WebSocketConnection me) { Send(me, new Joined(\"\")); } static ValueTask Send(WebSocketConnection me, Event it) => me.SendAsync(it);";
        Assert.That(Run(method, more + Context("[JsonSerializable(typeof(Joined))]"), s_aot), Is.Empty);
    }

    private static ImmutableArray<Diagnostic> Run(string members, string more, string[] properties, string argument = "Name = \"chat\"") =>
        JsonRun.Analyze(Compilation(members, more, argument), properties);

    private static CSharpCompilation Compilation(string members, string more, string argument = "Name = \"chat\"") => TestCompilation.Create(
        $$"""using System.Text.Json.Serialization; [WebSocketHandler({{argument}})] public partial class Chat { [OnClose] void Close() { } {{members}} } {{more}}""" + Types);

    private static string Context(string roots, string name = "AppJson", string modifier = "internal") => $" {roots} {modifier} partial class {name} : JsonSerializerContext;";
}
