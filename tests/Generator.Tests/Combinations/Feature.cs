using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WebSockets.Generator.Tests.Combinations;

/// <summary>Something that the language or the library has, as a user's program would have it.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Add">Adds it to a program.</param>
/// <param name="Error">The error of the generator that refuses it; null: it is served.</param>
/// <param name="Excludes">A program has one of those with the same text.</param>
internal sealed record Feature(string Name, Action<UserProgram> Add, string? Error = null, string? Excludes = null)
{
    private const string Place = "place";
    private const string Identifier = "name";
    private const string Version = "version";
    private const string Nullability = "nullable";
    private const string Envelope = "envelope";
    private const string Accessibility = "accessibility";

    public static readonly Feature[] All =
    [
        // Where it stands.
        new("file-scoped namespace", p => p.Style = NamespaceStyle.FileScoped, Excludes: Place),
        new("global namespace", p => p.Style = NamespaceStyle.Global, Excludes: Place),
        new("namespace named as the library's", p => p.Namespace = "Contoso.WebSockets.System", Excludes: Place),
        new("namespace of keywords", p => p.Namespace = "@namespace.@class", Excludes: Place),
        new("nested in a class", p => p.Outer.Insert(0, "public static partial class Outer")),
        new("nested in a struct", p => p.Outer.Insert(0, "public partial record struct OuterStruct")),
        new("nested in an interface", p => p.Outer.Insert(0, "public partial interface IOuter")),
        new("partial in two files", p => p.OtherPart.Add("[OnPong] void Pong() { }")),
        new("executable", p =>
        {
            p.Options = Compose(p.Options, static options => options.WithOutputKind(OutputKind.ConsoleApplication));
            p.Files.Add("var builder = WebApplication.CreateBuilder(args); builder.Services.AddWebSocketHandlers(); var app = builder.Build(); app.MapWebSocketHandlers(); app.Run();");
        }),

        // The language.
        new("C# 12", p => p.ParseOptions = p.ParseOptions.WithLanguageVersion(LanguageVersion.CSharp12), "WSG0013", Excludes: Version),
        new("C# 13", p => p.ParseOptions = p.ParseOptions.WithLanguageVersion(LanguageVersion.CSharp13), Excludes: Version),
        new("C# preview", p => p.ParseOptions = p.ParseOptions.WithLanguageVersion(LanguageVersion.Preview), Excludes: Version),
        new("nullable disabled", p => p.Options = Compose(p.Options, static options => options.WithNullableContextOptions(NullableContextOptions.Disable)), Excludes: Nullability),
        new("nullable annotations only", p => p.Options = Compose(p.Options, static options => options.WithNullableContextOptions(NullableContextOptions.Annotations)), Excludes: Nullability),
        new("CLSCompliant", p => p.Head.Add("[assembly: CLSCompliant(true)]")),

        // What kind of class it is.
        new("record", p => p.Kind = "record"),
        new("sealed", p => p.Modifiers.Insert(0, "sealed"), Excludes: "modifier"),
        new("abstract", p => p.Modifiers.Insert(0, "abstract"), "WSG0002", Excludes: "modifier"),
        new("generic", p => p.TypeParameters = "<T>", "WSG0002"),
        new("internal", p => p.Accessibility = "internal", Excludes: Accessibility),
        new("private", p =>
        {
            p.Accessibility = "private";
            p.Outer.Add("public partial class Private");
        }, "WSG0002", Excludes: Accessibility),
        new("unsafe", p => p.Members.Add("[OnMessage(\"unsafe\")] unsafe int Unsafe(int a) { int* pointer = &a; return *pointer; }")),
        new("unicode name", p =>
        {
            p.Name = "Größe";
            p.Members.Add("[OnMessage(\"日本\")] void Öffnen(int 数) { }");
        }, Excludes: Identifier),
        new("keyword name", p =>
        {
            p.Name = "@event";
            p.Members.Add("[OnMessage(\"for\")] @switch @for(@switch @this) => @this;");
            p.Types.Add("public record @switch(int @in);");
        }, Excludes: Identifier),
        new("name of a generated member", p =>
        {
            p.Name = "Session";
            p.Members.Add("class Dispatcher; class __WebSocket; object? _handler; [OnMessage(\"taken\")] object? Definition(int _dispatcher) => _handler ??= new Dispatcher();");
        }, Excludes: Identifier),
        new("name of a message of its own", p => p.Members.Add("[OnMessage(\"a\\\"b\\\\\\n{0}/*\")] void Quoted(Quote quote) { } const string N = \"n\" + nameof(Quoted); [OnMessage(N)] void Constant() { } public class Quote;")),

        // How it is made.
        new("primary constructor", p =>
        {
            p.ConstructorParameters.Add("ILogger<Say> log");
            p.Members.Add("public ILogger<Say> TheLog => log;");
        }),
        new("keyed service", p =>
        {
            p.ConstructorParameters.Add("[FromKeyedServices(\"clock\")] TimeProvider time");
            p.Members.Add("public TimeProvider TheTime => time; [OnMessage(\"keyed\")] void Keyed([FromKeyedServices(Key.One)] TimeProvider one, int payload) { }");
            p.Types.Add("public enum Key { One }");
        }),
        new("default of a constructor parameter", p =>
        {
            p.ConstructorParameters.Add("int size = int.MinValue, decimal rate = 1.5m, string text = \"a\\\"b\", DayOfWeek day = DayOfWeek.Friday, Guid id = default, double most = double.NaN, char c = '\\'', long? none = null");
            p.Members.Add("public object[] Defaults => [size, rate, text, day, id, most, c, none ?? 0];");
        }, Excludes: "last parameters"),
        new("required member", p => p.Members.Add("public required IServiceProvider Services { get; init; }")),
        new("required member of a base", p => p.Bases.Add(("RequiredBase", "public abstract $ RequiredBase : { public required IServiceProvider BaseServices { get; init; } }"))),
        new("second constructor", p => p.HasSecondConstructor = true),
        new("disposable", p =>
        {
            p.Interfaces.Add("IAsyncDisposable");
            p.Members.Add("public ValueTask DisposeAsync() { GC.SuppressFinalize(this); return default; }");
        }),

        // What it derives from.
        new("base with marked methods", p =>
        {
            p.Bases.Add(("MarkedBase", "public abstract $ MarkedBase : { [OnClose] protected abstract void Close(); [OnMessage(\"virtual\")] protected virtual void Virtual(int a) { } [OnMessage(\"kept\")] protected void Kept() { } }"));
            p.Members.Add("protected override void Close() { } protected override void Virtual(int a) { }");
        }),
        new("generic base", p => p.Bases.Add(("GenericBase<int, Say>", "public abstract $ GenericBase<T, TMessage> : { [OnMessage(\"generic\")] protected T Generic(TMessage value) => default!; [OnMessage(\"list\")] protected List<T> Items(Dictionary<string, T> items) => [.. items.Values]; }"))),
        new("inherited attributes", p => p.Bases.Add(("AuthorizedBase", "[Microsoft.AspNetCore.Authorization.Authorize(\"members\"), Tags(\"a\")] public abstract $ AuthorizedBase : { [OnMessage(\"authorized\"), Microsoft.AspNetCore.Authorization.Authorize(Roles = \"writers\")] protected void Authorized() { } }"))),
        new("overload in the handler of a method in the base", p =>
        {
            p.Bases.Add(("OverloadedBase", "public abstract $ OverloadedBase : { [OnMessage(\"overloaded\")] protected void Overloaded(string text) { } }"));
            p.Members.Add("internal void Overloaded(object other) { }");
        }, "WSG0216"),
        new("explicit interface", p =>
        {
            p.Interfaces.Add("IExplicit");
            p.Members.Add("[OnMessage(\"explicit\")] void IExplicit.Explicit(int a) { }");
            p.Types.Add("public interface IExplicit { void Explicit(int a); }");
        }, "WSG0217"),
        new("implicit interface", p =>
        {
            p.Interfaces.Add("IImplicit<int>");
            p.Members.Add("[OnMessage(\"implicit\")] public void Implicit(int a) { }");
            p.Types.Add("public interface IImplicit<in T> { void Implicit(T a); }");
        }),

        // What its methods are.
        new("static method", p => p.Members.Add("[OnMessage(\"static\")] static int Static(int a) => a; [OnLogin] internal static bool Login(ClaimsPrincipal user) => user.Identity is not null;")),
        new("async stream", p => p.Members.Add("[OnMessage(\"stream\")] async IAsyncEnumerable<Say> Stream([global::System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken) { await Task.Delay(1, cancellationToken); yield return new(\"\"); }")),
        new("async replies", p => p.Members.Add("[OnMessage(\"task\")] async Task<Say> Task_() { await Task.Yield(); return new(\"\"); } [OnMessage(\"value\")] ValueTask<int> Value_() => new(1); [OnMessage(\"text\")] Task<string> Text_() => Task.FromResult(\"\"); [OnMessage(\"bytes\")] ValueTask<byte[]> Bytes_() => new([]);")),
        new("default of a parameter", p => p.Members.Add("[OnOpen] void Open([FromQuery] DayOfWeek day = DayOfWeek.Friday, [FromQuery] decimal rate = 1.5m, [FromHeader(Name = \"X-Words\")] string words = \"a\\\"\", CancellationToken cancellationToken = default) { } [OnMessage(\"default\")] void Default(int size = 3, CancellationToken cancellationToken = default) { }")),
        new("path variables", p =>
        {
            p.Route.Add("{room}/{page:int=1}/{ratio?}");
            p.Members.Add("[OnMessage(\"where\")] void Where(string room, int page, [FromRoute(Name = \"ratio\")] decimal? share, WebSocketConnection me) { }");
        }),
        new("partial method", p => p.Members.Add("[OnMessage(\"partial\")] private partial void Partial(string text); private partial void Partial(string text) { }")),
        new("errors", p => p.Members.Add("[OnError] IResult Refused(WebSocketHandshakeException e, HttpContext http) => Results.NotFound(); [OnError] void Failed(InvalidOperationException e) { } [OnError] void Other(Exception e) { }")),
        new("every other lifecycle method", p => p.Members.Add("[OnPing] Task Ping(ReadOnlyMemory<byte> payload) => Task.CompletedTask; [OnMessage] string Rest(string text) => text; [OnMessage] byte[] Binary(ReadOnlySequence<byte> bytes) => [];")),
        new("obsolete method", p => p.Members.Add("[OnMessage(\"old\"), Obsolete(\"\")] void Old(int a) { }")),
        new("obsolete handler", p => p.Attributes.Add("[Obsolete(\"\")] ")),
        new("alias", p =>
        {
            p.HandlerAttribute = "Endpoint";
            p.Usings.Add("using Endpoint = WebSockets.WebSocketHandlerAttribute; using Receive = WebSockets.OnMessageAttribute; using Words = System.Collections.Generic.List<string>; using unsafe Pair = System.Collections.Generic.KeyValuePair<string, int>;");
            p.Members.Add("[Receive(\"alias\")] Pair Aliased(Words words) => new(words[0], 1);");
        }),

        // What its messages are.
        new("struct payload", p =>
        {
            p.Members.Add("[OnMessage] Point Move(Point point) => point; [OnMessage(\"maybe\")] Point? Maybe(Point? point) => point;");
            p.Types.Add("[Message] public readonly record struct Point(int X, int Y);");
        }),
        new("init-only payload", p =>
        {
            p.Members.Add("[OnMessage] Init Init(Init init) => init;");
            p.Types.Add("[Message] public sealed class Init { public required string A { get; init; } public int B { get; init; } }");
        }),
        new("experimental payload", p =>
        {
            p.Head.Add("#pragma warning disable NEW1");
            p.Members.Add("[OnMessage] Newest Newest(Newest newest) => newest;");
            p.Types.Add("[Message, global::System.Diagnostics.CodeAnalysis.Experimental(\"NEW1\")] public record Newest(int A);");
        }),
        new("obsolete payload", p =>
        {
            p.Head.Add("#pragma warning disable OLD1");
            p.Members.Add("[OnMessage] Oldest Oldest(Oldest oldest) => oldest;");
            p.Types.Add("[Message, Obsolete(\"\", DiagnosticId = \"OLD1\")] public record Oldest(int A);");
        }),
        new("generic payload", p =>
        {
            p.Members.Add("[OnMessage(\"box\")] Box<Say[]> Box(Box<List<Say>> box) => new([.. box.Value]);");
            p.Types.Add("public record Box<T>(T Value);");
        }),
        new("private payload", p => p.Members.Add("[OnMessage(\"hidden\")] Hidden Hide(Hidden hidden) => hidden; private sealed record Hidden(int A);")),
        new("same names in two namespaces", p =>
        {
            p.Members.Add("[OnMessage(\"first\")] Twins.First.Twin Twin(Twins.Second.Twin twin) => new(twin.A);");
            p.Files.Add("namespace Twins.First { public record Twin(int A); } namespace Twins.Second { public record Twin(int A); [WebSocketHandler(\"/second\", Name = \"Second\")] public partial class Chat { [OnOpen] void Open() { } } }");
        }),
        new("nullable payload", p =>
        {
            p.Members.Add("#nullable enable\n    [OnMessage(\"null\")] Say? Null(Say? say) => say; [OnMessage(\"nulls\")] List<string?>? Nulls(Dictionary<string, int?>? items) => null; [OnMessage(\"tasks\")] Task<string?>? Tasks() => null;\n#nullable restore");
        }),
        new("messages with data in a property", p => p.Settings.Add("Payload = \"data\", Discriminator = \"t\\\"y\""), Excludes: Envelope),
        new("ids of another name", p => p.Settings.Add("Correlation = \"nr\""), Excludes: Envelope),
        new("subprotocols", p => p.Settings.Add("Protocols = [\"v2\", \"v1\"]")),

        // Where names and overloads meet.
        new("overloads", p => p.Members.Add("[OnMessage(\"one\")] void Over(int a) { } [OnMessage(\"another\")] void Over(string a) { } [OnMessage(\"none\")] void Over() { } void Over(object a) { } void Over(int a, int b = 0) { }")),
        new("method named as its type", p =>
        {
            p.Members.Add("[OnMessage(\"green\")] Green Green(Green green) => green;");
            p.Types.Add("public record Green(int A);");
        }),
        new("names that differ by case", p => p.Members.Add("[OnMessage(\"SAY\")] void Upper(int a) { } [OnMessage(\"Say\")] void Title(int a) { } [OnMessage(\"\\uD83D\\uDE00\")] void Face(int a) { }")),
        new("path variables of keywords", p =>
        {
            p.Route.Add("{class}/{event:int}");
            p.Members.Add("[OnMessage(\"words\")] void Words(string @class, int @event, Guid? @this) { }");
        }),
        new("method of its own named GetUrl", p => p.Members.Add("public static string GetUrl() => \"\";")),
        new("attribute with overloaded constructors", p =>
        {
            p.Attributes.Add("[Meta((object)5, 1), Meta(typeof(List<>), DayOfWeek.Friday, Names = [\"a\"])] ");
            p.Types.Add("[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)] internal sealed class MetaAttribute : Attribute { public MetaAttribute(object a, int b) => A = a; public MetaAttribute(int a, int b) => A = b; public MetaAttribute(Type t, DayOfWeek d) => A = t; public object A { get; } public string[] Names { get; set; } = []; }");
        }),
        new("default by an attribute", p => p.Members.Add("[OnMessage(\"when\")] void When([FromQuery, global::System.Runtime.InteropServices.Optional, global::System.Runtime.CompilerServices.DateTimeConstant(5)] DateTime when, [FromQuery, global::System.Runtime.InteropServices.Optional, global::System.Runtime.CompilerServices.DecimalConstant(1, 0, 0u, 0u, 15u)] decimal rate) { }")),
        new("default of a private enum", p => p.Members.Add("[OnMessage(\"enum\")] void Enum_([FromQuery] Secret secret = (Secret)(-1)) { } private enum Secret { One }")),
        new("attributes of null state", p => p.Members.Add("#nullable enable\n    [OnMessage(\"state\")] [return: global::System.Diagnostics.CodeAnalysis.MaybeNull] Say State([global::System.Diagnostics.CodeAnalysis.DisallowNull] Say? say) => say; [OnMessage(\"allow\")] void Allow([global::System.Diagnostics.CodeAnalysis.AllowNull] Say say) { }\n#nullable restore")),
        new("private message", p => p.Members.Add("[OnMessage] Whisper Whispered(Whisper whisper) => whisper; [Message] private sealed record Whisper(int A);")),
        new("payload nested in a generic base", p => p.Bases.Add(("Shelf<int>", "public abstract $ Shelf<T> : { public record Item(T Value); [OnMessage(\"shelf\")] protected Item Put(Item item) => item; }"))),
        new("odd payloads", p => p.Members.Add("[OnMessage(\"dynamic\")] dynamic Dynamic(dynamic value) => value; [OnMessage(\"object\")] object Object_(object value) => value; [OnMessage(\"jagged\")] int[][] Jagged(int[][] value) => value; [OnMessage(\"element\")] JsonElement Element(JsonElement value) => value; [OnMessage(\"native\")] nint Native(nint value) => value;")),
        new("method that hides one of the base", p =>
        {
            p.Bases.Add(("HiddenBase", "public abstract $ HiddenBase : { [OnMessage(\"first\")] protected void Twice(int a) { } }"));
            p.Members.Add("[OnMessage(\"second\")] private new void Twice(int a) { }");
        }, "WSG0216"),
        new("override that is marked again", p =>
        {
            p.Bases.Add(("AgainBase<string>", "public abstract $ AgainBase<T> : { [OnMessage(\"again\")] public abstract T Again(T a); }"));
            p.Members.Add("[OnMessage(\"again\")] public override string Again(string a) => a;");
        }),
        new("base of another assembly", p =>
        {
            p.References.Add(Library.Base);
            p.Bases.Add((p.Kind == "record" ? "Contoso.Library.RemoteRecord<int>" : "Contoso.Library.RemoteBase<int>", ""));
        }),
        new("payload behind an extern alias", p =>
        {
            p.References.Add(Library.Aliased);
            p.Usings.Insert(0, "extern alias other;");
            p.Members.Add("[OnMessage(\"extern\")] other::Contoso.Library.Note Extern(other::Contoso.Library.Note note) => note;");
        }, "WSG0220"),
        new("protected internal and nested", p =>
        {
            p.Accessibility = "protected internal";
            p.Outer.Add("public partial class Protected");
        }, Excludes: Accessibility),
        new("interface with a default method", p =>
        {
            p.Interfaces.Add("IDefault");
            p.Types.Add("public interface IDefault { [OnMessage(\"interface\")] void Default_(int a) { } }");
        }, "WSG0217"),
        new("local function and accessor", p => p.Members.Add("public int Local { [OnMessage(\"get\")] get { [OnMessage(\"local\")] static int Inner(int a) => a; return Inner(1); } }"), "WSG0217"),
        new("reference returned", p => p.Members.Add("int _field; [OnMessage(\"reference\")] ref int Reference() => ref _field; [OnMessage(\"returned\")] ReadOnlySpan<byte> Returned() => default;"), "WSG0210"),

        // What cannot be served.
        new("ref struct parameter", p => p.Members.Add("[OnMessage(\"span\")] void Span(ReadOnlySpan<byte> bytes) { }"), "WSG0205"),
        new("pointer parameter", p => p.Members.Add("[OnMessage(\"pointer\")] unsafe void Pointer(int* pointer) { }"), "WSG0205"),
        new("parameter by reference", p => p.Members.Add("[OnMessage(\"ref\")] void Ref(ref int a) { }"), "WSG0207"),
        new("params", p => p.Members.Add("[OnMessage(\"params\")] void Params(params int[] all) { }"), "WSG0207"),
        new("generic method", p => p.Members.Add("[OnMessage(\"method\")] void Method<TValue>(TValue value) { }"), "WSG0208"),
        new("async void", p => p.Members.Add("[OnMessage(\"void\")] async void Void() => await Task.Yield();"), "WSG0209"),
        new("two payloads", p => p.Members.Add("[OnMessage(\"two\")] void Two(int a, int b) { }"), "WSG0204"),
        new("file-local type", p => p.Types.Add("file sealed record Local(int A); file sealed class LocalUse { public Local Value => new(1); }")),
    ];

    public bool Allows(Feature other) => Excludes is null || Excludes != other.Excludes;

    public override string ToString() => Name;

    private static Func<CSharpCompilationOptions, CSharpCompilationOptions> Compose(
        Func<CSharpCompilationOptions, CSharpCompilationOptions> first, Func<CSharpCompilationOptions, CSharpCompilationOptions> second) => options => second(first(options));
}
