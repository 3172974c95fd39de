using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>What is reported of the messages that a handler receives, returns and sends.</summary>
[TestFixture]
internal sealed class MessageDiagnosticTests
{
    private const string Types = """

        [Message] public record Ask(int A);
        public record Bare(int A);
        public abstract class Shape { }
        public interface IShape { }
        [System.Text.Json.Serialization.JsonDerivedType(typeof(Circle), "circle")] public abstract class Known { }
        public class Circle : Known { }
        [System.Text.Json.Serialization.JsonDerivedType(typeof(Dot))] public abstract class Untold { }
        public class Dot : Untold { }
        public interface IPlain { int Size { get; } }
        public interface ITold : IPlain { }
        [System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter))] public abstract class Converted { }
        """;

    [TestCase("[OnMessage] void M(Shape s) { }", "Shape s", "Shape", "abstract. Name the types that stand for it with [JsonDerivedType(typeof(…), \"…\")], or give it a [JsonConverter]")]
    [TestCase("[OnMessage] void M(Shape[] s) { }", "Shape[] s", "Shape", "abstract. Name the types that stand for it with [JsonDerivedType(typeof(…), \"…\")], or give it a [JsonConverter]", "Shape[]")]
    [TestCase("[OnMessage] void M(List<IShape> s) { }", "List<IShape> s", "IShape", "an interface. Name the types that stand for it with [JsonDerivedType(typeof(…), \"…\")], or give it a [JsonConverter]", "List<IShape>")]
    [TestCase("[OnMessage] void M(Func<int> s) { }", "Func<int> s", "Func<int>", "a delegate. Send what it would return")]
    [TestCase("[OnOpen] Task<IShape> M() => null!;", "Task<IShape>", "IShape", "an interface without members, so nothing of a value would arrive. Name the types that stand for it with [JsonDerivedType(typeof(…), \"…\")], or give it a [JsonConverter]")]
    [TestCase("[OnOpen] ValueTask M(WebSocketConnection me, [FromServices] Shape s) => me.SendAsync(s);", "me.SendAsync(s)", "Shape", "abstract without members, so nothing of a value would arrive. Name the types that stand for it with [JsonDerivedType(typeof(…), \"…\")], or give it a [JsonConverter]")]
    [TestCase("[OnMessage] void M(IPlain[] s) { }", "IPlain[] s", "IPlain", "an interface. Name the types that stand for it with [JsonDerivedType(typeof(…), \"…\")], or give it a [JsonConverter]", "IPlain[]")]
    [TestCase("[OnMessage] void M(Untold s) { }", "Untold s", "Untold", "abstract whose derived types have no discriminators. Add one to each: [JsonDerivedType(typeof(…), \"…\")]")]
    [TestCase("[OnMessage] Func<int> M(string s) => null!;", "Func<int>", "Func<int>", "a delegate. Send what it would return")]
    public void WSG0302_JsonCannotCarryIt(string method, string place, string type, string why, string? whole = null) =>
        Reported.One(Run(method), "WSG0302", place, $"'{whole ?? type}' cannot travel as JSON: '{type}' is {why}.");

    [Test]
    public void WSG0302_MessageHasNoForm() => Reported.One(
        GeneratorRun.OfInvalid("[Message] public ref struct Odd { }"), "WSG0302", "Odd", "'Odd' cannot travel as JSON: 'Odd' is a ref struct. Make it a class or a plain struct.");

    [TestCase("[OnMessage] void M(Known k) { }")]
    [TestCase("[OnMessage] void M(Converted c) { }")]
    [TestCase("[OnMessage] void M(List<int> k) { }")]
    [TestCase("[OnMessage] void M(Dictionary<string, int[]> k) { }")]
    [TestCase("[OnMessage] IReadOnlyList<Ask> M(JsonElement k) => [];")]
    [TestCase("[OnMessage] System.Text.Json.Nodes.JsonNode M(System.Text.Json.Nodes.JsonNode k) => k;")]
    [TestCase("[OnMessage] object M(object k) => k;")]
    [TestCase("[OnMessage] IPlain M(string k) => null!;")]
    [TestCase("[OnMessage] ITold[] M(string k) => [];")]
    [TestCase("[OnMessage] Known M(string k) => null!;")]
    [TestCase("[OnMessage] Untold M(string k) => null!;")]
    [TestCase("[OnMessage] void M(IReadOnlyDictionary<string, IReadOnlyList<IEnumerable<int>>> k) { }")]
    [TestCase("[OnOpen] ValueTask M(WebSocketConnection me) => Send(me, 1); static ValueTask Send<T>(WebSocketConnection me, T x) => me.SendAsync(x);")]
    public void WSG0302_NotOfWhatJsonCarries(string method) => Assert.That(Run(method).Diagnostics, Is.Empty);

    [TestCase("public abstract class ShapeConverter : System.Text.Json.Serialization.JsonConverter<Shape> { }")]
    [TestCase("public abstract class Factory : System.Text.Json.Serialization.JsonConverterFactory { }")]
    public void WSG0302_NotWhereAConverterMayBeForIt(string converter) => Assert.That(Run("[OnMessage] Shape M(Shape s) => s;", converter).Diagnostics, Is.Empty);

    [Test]
    public void WSG0302_NotWhereTheContextNamesAConverter()
    {
        var library = TestCompilation.Create("Library", TestCompilation.References, "public class Factory : System.Text.Json.Serialization.JsonConverterFactory { public override bool CanConvert(Type t) => false; public override System.Text.Json.Serialization.JsonConverter CreateConverter(Type t, JsonSerializerOptions o) => null!; }");
        var app = TestCompilation.Create("App", [.. TestCompilation.References, TestCompilation.ToReference(library)], Using("""
            public abstract class Shape { }
            [JsonSerializable(typeof(Shape))] [JsonSourceGenerationOptions(Converters = [typeof(Factory)])] internal partial class AppJson : JsonSerializerContext;
            [WebSocketHandler(JsonContext = typeof(AppJson))] public partial class Chat { [OnMessage] void M(Shape s) { } }
            """));
        Assert.That(JsonRun.Analyze(app, []), Is.Empty);
    }

    [Test]
    public void WSG0302_NotOfTypesOfOtherAssembliesWhichMayBringTheirConverter()
    {
        var library = TestCompilation.Create("Library", TestCompilation.References, "public abstract class Far { }");
        GeneratorRun.Of(TestCompilation.Create("App", [.. TestCompilation.References, TestCompilation.ToReference(library)], "[WebSocketHandler] public partial class Chat { [OnMessage] void M(Far s) { } }"));
    }

    [Test]
    public void WSG0302_NotOfABaseOfMessages() => Assert.That(
        Run("[OnOpen] IEvent M() => new Joined(1); [OnPing] void Ping(WebSocketConnection me) => me.SendAsync(M());", "public interface IEvent { } [Message] public record Joined(int A) : IEvent;").Diagnostics, Is.Empty);

    [TestCase("public record Odd(string Type);", "Type", "Odd.Type", "type")]
    [TestCase("public class Odd : Root { } public class Root { public int Type { get; set; } }", "Type", "Odd.Type", "type")]
    [TestCase("public class Odd { [System.Text.Json.Serialization.JsonPropertyName(\"type\")] public int Kind { get; set; } }", "Kind", "Odd.Kind", "type")]
    [TestCase("public class Odd { [System.Text.Json.Serialization.JsonInclude] public int type; }", "type", "Odd.type", "type")]
    [TestCase("public class Odd { [System.Text.Json.Serialization.JsonPropertyName(\"TYPE\")] public int Number { get; set; } }", "Number", "Odd.Number", "TYPE")]
    [TestCase("public class Odd : Root { public override int Type { get; set; } } public class Root { [System.Text.Json.Serialization.JsonPropertyName(\"nr\")] public virtual int Type { get; set; } }", "Type", "Odd.Type", "type")]
    [TestCase("[System.Text.Json.Serialization.JsonDerivedType(typeof(Leaf), \"leaf\")] public record Odd; public record Leaf(int Type) : Odd;", "Type", "Leaf.Type", "type")]
    public void WSG0303_MemberIsTheDiscriminator(string declaration, string place, string member, string name) => Reported.One(
        Run("[OnMessage] void M(Odd x) { }", "[Message] " + declaration),
        "WSG0303",
        place,
        $"'{member}' is the property \"{name}\" in JSON, which is the Discriminator of the handler 'Chat'. Rename it, give it another name with [JsonPropertyName], or give the handler another Discriminator or a Payload property.");

    [TestCase("[OnOpen] Odd M() => null!;")]
    [TestCase("[OnOpen] ValueTask M(WebSocketConnection me) => me.To(\"x\").BroadcastAsync(new Odd(1));")]
    public void WSG0303_OfWhatIsSent(string method) =>
        Assert.That(Run(method, "[Message] public record Odd(int Type);").Diagnostics.Select(diagnostic => diagnostic.Id), Is.EqualTo(new[] { "WSG0303" }));

    [TestCase("[OnMessage] Odd M(Ask a) => null!;", "Odd")]
    [TestCase("[OnMessage] Task<Odd?> M(Ask a) => null!;", "Odd")]
    [TestCase("[OnMessage] IAsyncEnumerable<Odd> M(Ask a) => null!;", "Odd")]
    [TestCase("[OnMessage] System.Threading.Channels.ChannelReader<Odd> M(Ask a) => null!;", "Odd")]
    [TestCase("[OnMessage(\"m\")] Odd M() => null!;", "Odd")]
    [TestCase("[OnMessage(\"m\")] Odd M(byte[] all) => null!;", "Odd")]
    [TestCase("[OnMessage(\"n\")] void N() { } [OnMessage] Odd M(JsonElement all) => null!;", "Odd")]
    [TestCase("[OnMessage] Branch M(Ask a) => null!;", "Leaf")]
    public void WSG0303_IdOfAReplyToARequest(string method, string type) => Reported.One(
        Run(method, "[Message] public record Odd(int Id); [Message, System.Text.Json.Serialization.JsonDerivedType(typeof(Leaf), \"leaf\")] public record Branch; public record Leaf(int Id) : Branch;"),
        "WSG0303",
        "Id",
        $"'{type}.Id' is the property \"id\" in JSON, which is the Correlation of the handler 'Chat'. Rename it, give it another name with [JsonPropertyName], or give the handler another Correlation or a Payload property.");

    [TestCase("[OnMessage] void M(Odd x) { }")]
    [TestCase("[OnOpen] Odd M() => null!;")]
    [TestCase("[OnOpen] ValueTask M(WebSocketConnection me) => me.SendAsync(new Odd(1));")]
    [TestCase("[OnMessage] ValueTask M(Ask a, WebSocketConnection me) => me.SendAsync(new Odd(1));")]
    [TestCase("[OnMessage] Odd M(Odd x) => x;")]
    [TestCase("[OnMessage(\"m\")] Odd M(Upper x) => null!;")]
    [TestCase("[OnMessage(\"m\")] Odd M(Branch x) => null!;")]
    [TestCase("[OnMessage] Odd M(string all) => null!;")]
    [TestCase("[OnMessage(\"n\")] void N() { } [OnMessage] Odd M(byte[] all) => null!;")]
    public void WSG0303_NotOfAnIdOfItsOwn(string method) => Assert.That(
        Run(method, "[Message] public record Odd(int Id); public record Upper { [System.Text.Json.Serialization.JsonPropertyName(\"ID\")] public int Number { get; init; } } [System.Text.Json.Serialization.JsonDerivedType(typeof(Leaf), \"leaf\")] public record Branch; public record Leaf(int Id) : Branch;").Diagnostics,
        Is.Empty);

    [TestCase("[OnMessage] void M(Odd x) { }")]
    [TestCase("[OnOpen] Odd M() => null!;")]
    [TestCase("[OnOpen] Task<Odd?> M() => null!;")]
    [TestCase("[OnOpen] IAsyncEnumerable<Odd> M() => null!;")]
    [TestCase("[OnOpen] ValueTask M(WebSocketConnection me) => me.SendAsync(new Odd());")]
    [TestCase("[OnOpen] ValueTask M(WebSocketConnection me) => me.SendAsync<Odd>(new Leaf());")]
    public void WSG0303_DiscriminatorOfAPolymorphicType(string method) => Reported.One(
        Run(method, "[Message, System.Text.Json.Serialization.JsonPolymorphic(TypeDiscriminatorPropertyName = \"type\"), System.Text.Json.Serialization.JsonDerivedType(typeof(Leaf), \"leaf\")] public class Odd; public class Leaf : Odd;"),
        "WSG0303",
        "System.Text.Json.Serialization.JsonPolymorphic(TypeDiscriminatorPropertyName = \"type\")",
        "The discriminator of 'Odd' is the property \"type\" in JSON, which is the Discriminator of the handler 'Chat'. Give it another name with [JsonPolymorphic(TypeDiscriminatorPropertyName = \"…\")], or give the handler another Discriminator or a Payload property.");

    [TestCase("", "Discriminator = \"$type\"", true)]
    [TestCase("", "Correlation = \"$type\"", true)]
    [TestCase("", "Discriminator = \"kind\"", false)]
    [TestCase("System.Text.Json.Serialization.JsonPolymorphic(TypeDiscriminatorPropertyName = \"kind\"), ", "Discriminator = \"kind\"", true)]
    [TestCase("System.Text.Json.Serialization.JsonPolymorphic(TypeDiscriminatorPropertyName = \"id\"), ", "Name = \"chat\"", true)]
    [TestCase("System.Text.Json.Serialization.JsonPolymorphic(TypeDiscriminatorPropertyName = \"type\"), ", "Payload = \"data\"", false)]
    [TestCase("System.Text.Json.Serialization.JsonPolymorphic(TypeDiscriminatorPropertyName = \"type\"), ", "Discriminator = \"kind\"", false)]
    public void WSG0303_WhereTheTwoDiscriminatorsMeet(string polymorphic, string argument, bool meet) => Assert.That(
        Run("[OnMessage(\"m\")] void M(Odd x) { }", $"[{polymorphic}System.Text.Json.Serialization.JsonDerivedType(typeof(Leaf), 1)] public abstract class Odd; public class Leaf : Odd;", argument).Diagnostics.Select(diagnostic => diagnostic.Id),
        Is.EqualTo(meet ? new[] { "WSG0303" } : []));

    [TestCase("[OnMessage(\"m\")] void M(Odd[] x) { }", "Payload = \"data\"")]
    [TestCase("[OnMessage(\"m\")] void M(Holder x) { }", "Name = \"chat\"")]
    [TestCase("[OnMessage] void M(Odd x) { }", "Name = \"chat\"")]
    [TestCase("[OnMessage(\"m\")] void M(Leaf x) { }", "Name = \"chat\"")]
    public void WSG0303_NotOfAPolymorphicTypeThatIsElsewhere(string method, string argument) => Assert.That(
        Run(method, "public record Holder(Odd Inner); [System.Text.Json.Serialization.JsonPolymorphic(TypeDiscriminatorPropertyName = \"type\"), System.Text.Json.Serialization.JsonDerivedType(typeof(Leaf), \"leaf\")] public class Odd; public class Leaf : Odd;", argument).Diagnostics,
        Is.Empty);

    [TestCase("public record Odd(int Type);", "Payload = \"data\"")]
    [TestCase("public record Odd(int Type);", "Discriminator = \"nr\"")]
    [TestCase("public class Odd { [System.Text.Json.Serialization.JsonIgnore] public int Type { get; set; } }")]
    [TestCase("public class Odd { [System.Text.Json.Serialization.JsonPropertyName(\"nr\")] public int Type { get; set; } }")]
    [TestCase("public class Odd : Root { [System.Text.Json.Serialization.JsonPropertyName(\"nr\")] public override int Type { get; set; } } public class Root { public virtual int Type { get; set; } }")]
    [TestCase("public class Odd : Root { [System.Text.Json.Serialization.JsonIgnore] public new int Type { get; set; } } public class Root { public int Type { get; set; } }")]
    [TestCase("public class Odd { private int Id { get; set; } public static int Type => 1; public int type; }")]
    public void WSG0303_NotOfOtherMembers(string declaration, string argument = "Name = \"chat\"") =>
        Assert.That(Run("[OnMessage] void M(Odd x) { }", "[Message] " + declaration, argument).Diagnostics, Is.Empty);

    [Test]
    public void WSG0303_OfWhatANamedMethodTakes() =>
        Assert.That(Run("[OnMessage(\"odd\")] void M(Odd x) { }", "public record Odd(int Type);").Diagnostics.Select(diagnostic => diagnostic.Id), Is.EqualTo(new[] { "WSG0303" }));

    [TestCase("[OnMessage] void M(Odd x) { }", "public record Odd(int Type);")]
    [TestCase("[OnOpen] Odd M() => null!;", "public record Odd(int Type);")]
    [TestCase("[OnOpen] Odd M() => null!;", "[Message] public class Odd { [System.Text.Json.Serialization.JsonPropertyName(\"TYPE\")] public int Number { get; set; } }")]
    [TestCase("[OnMessage] void M(Odd x) { }", "[Message] [System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter))] public record Odd(int Type);")]
    public void WSG0303_NotOfWhatTheEnvelopeDoesNotMeet(string method, string type) => Assert.That(Run(method, type).Diagnostics, Is.Empty);

    [TestCase("client-*", "\"client-*\"", "a pattern, and a name matches itself alone. Name each message, or take them with an unnamed [OnMessage] method that reads the name.")]
    [TestCase("*", "\"*\"", "a pattern, and a name matches itself alone. Name each message, or take them with an unnamed [OnMessage] method that reads the name.")]
    [TestCase("1", "\"1\"", "a number, and only messages whose name is a string match it. Where the client sends a number, write the name as one: 1.")]
    [TestCase("-12", "\"-12\"", "a number, and only messages whose name is a string match it. Where the client sends a number, write the name as one: -12.")]
    public void WSG0221_NameLooksLikeSomethingElse(string name, string place, string text)
    {
        Reported.OneHint(Run($"[OnMessage(\"{name}\")] void M() {{ }}"), "WSG0221", place, $"The name \"{name}\" looks like {text}");
        Reported.OneHint(Run("[OnOpen] void M() { }", $"[Message(\"{name}\")] public record Odd;"), "WSG0221", place, $"The name \"{name}\" looks like {text}");
    }

    [TestCase("1a")]
    [TestCase("01")]
    [TestCase("1.5")]
    [TestCase("")]
    [TestCase("client-?")]
    public void WSG0221_NotOfNames(string name) => Assert.That(Run($"[OnMessage(\"{name}\")] void M() {{ }}").Hints.Select(hint => hint.Id), Does.Not.Contain("WSG0221"));

    [TestCase("[OnMessage(\"m\")] string M() => \"\";", "string")]
    [TestCase("[OnMessage(\"m\")] Task<byte[]> M() => null!;", "byte[]", "Task<byte[]>")]
    [TestCase("[OnMessage(\"m\")] ReadOnlyMemory<byte> M() => default;", "ReadOnlyMemory<byte>")]
    [TestCase("[OnMessage(\"m\")] Bare M() => null!;", "Bare")]
    [TestCase("[OnMessage] IAsyncEnumerable<int> M(Ask a) => null!;", "int", "IAsyncEnumerable<int>")]
    public void WSG0309_ReplyDoesNotCarryTheId(string method, string type, string? place = null) => Reported.OneHint(
        Run(method),
        "WSG0309",
        place ?? type,
        $"'Chat.M' replies with '{type}', which has no [Message] and so no envelope: a client that sent an id gets a reply without it. Return a type with [Message] if clients wait for the reply by its id.");

    [TestCase("[OnMessage(\"m\")] void M() { }")]
    [TestCase("[OnMessage(\"m\")] Task M() => null!;")]
    [TestCase("[OnMessage(\"m\")] Ask M() => null!;")]
    [TestCase("[OnMessage(\"m\")] IEvent M() => null!;")]
    [TestCase("[OnMessage(\"m\")] object M() => null!;")]
    [TestCase("[OnMessage] string M(string text) => text;")]
    [TestCase("[OnOpen] string M() => \"\";")]
    public void WSG0309_NotWhereItDoesOrNothingWaits(string method) =>
        Assert.That(Run(method, "public interface IEvent { } [Message] public record Joined(int A) : IEvent;").Hints.Select(hint => hint.Id), Does.Not.Contain("WSG0309"));

    [TestCase("[OnMessage] void M(Odd x) { }", "Odd x")]
    [TestCase("[OnMessage] void M(List<Odd[]> x) { }", "List<Odd[]> x", "List<Odd[]>")]
    [TestCase("[OnOpen] Odd M() => null!;", "Odd")]
    public void WSG0302_TupleOfAMember(string method, string place, string type = "Odd") => Reported.One(
        Run(method, "public record Odd(List<Inner> Items); public class Inner { public Dictionary<string, (int A, int B)> Pairs { get; set; } = []; }"),
        "WSG0302",
        place,
        $"'{type}' cannot travel as JSON: '(int A, int B)' is the type of 'Inner.Pairs', a tuple, and JSON has no names for its elements. Use a record.");

    [TestCase("[OnOpen] ValueTask M(WebSocketConnection me) => me.SendAsync((1, 2));")]
    [TestCase("[OnOpen] ValueTask M(WebSocketConnection me) => me.SendAsync(new List<(int, int)>());")]
    [TestCase("[OnMessage] void M(Odd x) { }", "public record Odd { public (int, int) Pair { get; set; } }")]
    [TestCase("[OnMessage] void M(Odd x) { }", "public record Odd { public (int, int)? Pair { get; set; } }")]
    [TestCase("[OnMessage] void M(Odd x) { }", "[System.Text.Json.Serialization.JsonDerivedType(typeof(Leaf), \"leaf\")] public record Odd; public record Leaf((int, int) Pair) : Odd;")]
    [TestCase("[OnMessage] void M(Odd x) { }", "public record Odd(Odd? Next, Func<int> Function);")]
    [TestCase("[OnMessage] void M(Odd x) { }", "public record Odd(IShape Shape);")]
    [TestCase("[OnMessage] void M(Odd x) { }", "public record Odd(KeyValuePair<string, Shape> Shape);")]
    public void WSG0302_AtAnyDepth(string method, string types = "") =>
        Assert.That(Run(method, types).Diagnostics.Select(diagnostic => diagnostic.Id), Is.EqualTo(new[] { "WSG0302" }));

    [TestCase("[OnMessage] void M(Odd x) { }", "public record Odd(Tuple<int, int> Pair);")]
    [TestCase("[OnMessage] void M(Odd x) { }", "public record Odd { public (int, int) Pair => (1, 2); public IShape? Shape { get; } public Func<int>? F; }")]
    [TestCase("[OnMessage] void M(Odd x) { }", "public record Odd { [System.Text.Json.Serialization.JsonIgnore] public (int, int) Pair { get; set; } }")]
    [TestCase("[OnMessage] void M(Odd x) { }", "public record Odd { [System.Text.Json.Serialization.JsonConverter(typeof(PairConverter))] public (int, int) Pair { get; set; } } public abstract class PairConverter : System.Text.Json.Serialization.JsonConverter<(int, int)>;")]
    [TestCase("[OnMessage] void M(Odd x) { }", "[System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter))] public record Odd((int, int) Pair);")]
    [TestCase("[OnMessage] Odd M(string x) => null!;", "public record Odd(IPlain Shape, object Any, Odd? Next, Exception? Error, Version Version);")]
    public void WSG0302_NotOfMembersThatJsonCarriesOrPasses(string method, string types) => Assert.That(Run(method, types).Diagnostics, Is.Empty);

    [TestCase("", "Type", false)]
    [TestCase("JsonSerializerDefaults.Web", "Type", true)]
    [TestCase("PropertyNameCaseInsensitive = true", "Type", true)]
    [TestCase("JsonSerializerDefaults.Web, PropertyNameCaseInsensitive = false", "TyPe", false)]
    [TestCase("PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase", "Type", true)]
    [TestCase("PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower", "MessageType", true, "message_type")]
    [TestCase("PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseUpper", "HTTPType2X", true, "HTTP_TYPE2_X")]
    [TestCase("PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower", "MessageType", true, "message-type")]
    [TestCase("PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseUpper", "MessageType", true, "MESSAGE-TYPE")]
    [TestCase("PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseUpper", "MessageType", false, "MESSAGETYPE")]
    public void WSG0303_NamesAreThoseOfTheContext(string options, string member, bool collides, string discriminator = "type")
    {
        var source = Using($$"""
            [Message] public record Odd(string {{member}});
            [JsonSerializable(typeof(Odd))] [JsonSourceGenerationOptions({{options}})] internal partial class AppJson : JsonSerializerContext;
            [WebSocketHandler(JsonContext = typeof(AppJson), Discriminator = "{{discriminator}}")] public partial class Chat { [OnMessage] void M(Odd s) { } }
            """);
        Assert.That(JsonRun.Analyze(TestCompilation.Create(source), []).Select(diagnostic => diagnostic.Id), Is.EqualTo(collides ? new[] { "WSG0303" } : []));
    }

    [TestCase("[OnMessage(\"x\")] void M(int[] s) { }", "int[] s", "int[]", "x")]
    [TestCase("[OnMessage(\"x\")] void M(int? s) { }", "int? s", "int", "x")]
    [TestCase("[OnMessage(\"x\")] void M(List<Ask> s) { }", "List<Ask> s", "List<Ask>", "x")]
    [TestCase("[OnMessage(\"x\")] void M(Guid s) { }", "Guid s", "Guid", "x")]
    [TestCase("[OnMessage(\"x\")] void M(DayOfWeek s) { }", "DayOfWeek s", "DayOfWeek", "x")]
    [TestCase("[OnOpen] Names M() => null!;", "Names", "Names", "names")]
    public void WSG0308_FlatMessageIsNoObject(string method, string place, string type, string name) => Reported.One(
        Run(method, "[Message] public class Names : List<string> { }"),
        "WSG0308",
        place,
        $"'{type}' is no object in JSON, and messages named \"{name}\" of the handler 'Chat' have its members beside their envelope's. Put it into a type of its own as a member, or give the handler a Payload property.");

    [TestCase("[OnMessage(\"x\")] void M(int[] s) { }", "Payload = \"data\"")]
    [TestCase("[OnMessage] int[] M(int[] s) => s;")]
    [TestCase("[OnMessage(\"x\")] int[] M(string s) => [];")]
    [TestCase("[OnMessage(\"x\")] int[] M(JsonElement s) => [];")]
    [TestCase("[OnMessage(\"x\")] int[] M(Dictionary<string, int> s) => [];")]
    [TestCase("[OnMessage(\"x\")] int[] M(IReadOnlyDictionary<string, int> s) => [];")]
    [TestCase("[OnMessage(\"x\")] object M(System.Text.Json.Nodes.JsonObject s) => s;")]
    [TestCase("[OnMessage(\"x\")] object M(object s) => s;")]
    public void WSG0308_NotOfObjects(string method, string argument = "Name = \"chat\"") =>
        Assert.That(Run(method, "", argument).Hints.Where(hint => hint.Id == "WSG0308"), Is.Empty);

    [TestCase("[OnMessage] Ask M(Bare a) => null!; [OnOpen] Other.Ask Open() => null!;", "Other.Ask")]
    [TestCase("[OnMessage] Ask M(Bare a, WebSocketConnection me) { me.SendAsync(new Other.Ask(1)); return null!; }", "me.SendAsync(new Other.Ask(1))")]
    public void WSG0304_TwoTypesOfOneName(string method, string place) => Reported.One(
        Run(method, "public static class Other { [Message] public record Ask(int B); }"),
        "WSG0304",
        place,
        "'Ask' and 'Other.Ask' are both named \"ask\", and the handler 'Chat' uses both. Give one another name: [Message(\"…\")].");

    [Test]
    public void WSG0304_TwoTypesOfOneInteger() => Reported.One(
        Run("[OnMessage] One M(Ask a) => null!; [OnOpen] Again Open() => null!;", "[Message(1)] public record One(int B); [Message(1)] public record Again(int B);"),
        "WSG0304",
        "Again",
        "'One' and 'Again' are both named 1, and the handler 'Chat' uses both. Give one another name: [Message(\"…\")].");

    [TestCase("[OnMessage] Ask M(Ask a) => a;")]
    [TestCase("[OnMessage] Other.Ask M(Ask a) => null!;")]
    [TestCase("[OnMessage] void M(Ask a, WebSocketConnection me, [FromServices] WebSocketConnections<OtherChat> others) { others.All.SendAsync(new Other.Ask(1)); me.SendAsync(a); }")]
    [TestCase("[OnMessage(\"other\")] Other.Ask M(Ask a) => null!;")]
    [TestCase("[OnMessage(\"other\")] Numbers.One M(WebSocketConnection me, Ask a) { me.SendAsync(new Numbers.Text(1)); return null!; }")]
    public void WSG0304_NotOfNamesThatDiffer(string method) =>
        Assert.That(Run(method, "public static class Other { [Message] public record Ask(int B); } public static class Numbers { [Message(1)] public record One(int B); [Message(\"1\")] public record Text(int B); [Message(1)] public record Again(int B); } [WebSocketHandler(\"/other\")] public partial class OtherChat { [OnOpen] void M() { } }").Diagnostics, Is.Empty);

    [TestCase("[OnMessage] ValueTask M(Ask a, WebSocketConnection me) => me.SendAsync(new Bare(1));", "me.SendAsync(new Bare(1))", "Bare")]
    [TestCase("[OnMessage] ValueTask M(Ask a, WebSocketConnection me) => me.To(\"*\").BroadcastAsync(1);", "me.To(\"*\").BroadcastAsync(1)", "int")]
    public void WSG0305_SendsPlainJson(string method, string place, string type) => Reported.OneHint(
        Run(method),
        "WSG0305",
        place,
        $"'{type}' has no [Message], so 'Chat' sends it as plain JSON, without the envelope of its other messages. Mark it with [Message] if the client identifies messages by name.");

    [TestCase("[OnMessage] ValueTask M(Bare b, WebSocketConnection me) => me.SendAsync(b);")]
    [TestCase("[OnMessage] ValueTask M(Ask a, WebSocketConnection me) => me.SendAsync(a);")]
    [TestCase("[OnMessage] ValueTask M(Ask a, WebSocketConnection me) => me.SendAsync<object>(a);")]
    public void WSG0305_NotWhereNothingIsNamed(string method) => Assert.That(Run(method).Hints.Where(hint => hint.Id == "WSG0305"), Is.Empty);

    [Test]
    public void WSG0307_UnusedMessage() =>
        Reported.OneHint(Run("[OnOpen] void M() { }"), "WSG0307", "Ask", "No handler receives 'Ask', and nothing sends it. Use it, or remove its [Message].");

    [TestCase("[OnMessage] void M(Ask a) { }")]
    [TestCase("[OnMessage] async IAsyncEnumerable<Ask[]> M() { await Task.Yield(); yield break; }")]
    [TestCase("[OnOpen] ValueTask M(WebSocketConnection me, [FromServices] object x) => me.SendAsync((Ask)x);")]
    [TestCase("[OnOpen] void M() => Console.WriteLine(new Ask(1));")]
    [TestCase("[OnOpen] void M() { Ask a = new(1); }")]
    [TestCase("[OnOpen] void M() => Send<Ask>(null!); static void Send<T>(WebSocketConnection me) { }")]
    [TestCase("[OnOpen] void M(WebSocketConnection me, [FromServices] List<Ask> asks) => asks.ForEach(ask => me.SendAsync(ask));")]
    [TestCase("[OnOpen] void M() { } private sealed class Asks : List<Ask> { }")]
    [TestCase("[OnOpen] void M() { } private abstract class Asks : IComparable<Ask> { public abstract int CompareTo(Ask? other); }")]
    public void WSG0307_NotOfWhatIsUsed(string method) => Assert.That(Run(method).Hints, Is.Empty);

    [Test]
    public void WSG0307_NotWhereNoHandlerIs() => Assert.That(GeneratorRun.Of("[Message] public record Ask(int A);").Hints, Is.Empty);

    private static string Using(string source) => "using System.Text.Json.Serialization; " + source;

    private static GeneratorRun Run(string members, string more = "", string argument = "Name = \"chat\"") =>
        GeneratorRun.OfInvalid($$"""[WebSocketHandler({{argument}})] public partial class Chat { [OnClose] void Close() { } {{members}} } {{more}}""" + Types);
}
