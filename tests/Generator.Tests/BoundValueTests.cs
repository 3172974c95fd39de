using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>How values of the path, the query and the headers are read.</summary>
[TestFixture]
internal sealed class BoundValueTests
{
    [TestCase("string id", "private string _id = null!;", "Text()")]
    [TestCase("string? id", "private string? _id;", "Text(null)")]
    [TestCase("string id = \"a\\\"b\"", "private string _id = null!;", "Text(\"a\\\"b\")")]
    [TestCase("string id = null!", "private string _id = null!;", "Text(null)!")]
    [TestCase("int id", "private int _id;", "Parse<int>()")]
    [TestCase("int? id", "private int? _id;", "ParseNullable<int>()")]
    [TestCase("int? id = 3", "private int? _id;", "ParseNullable<int>(3)")]
    [TestCase("int? id = null", "private int? _id;", "ParseNullable<int>()")]
    [TestCase("int id = -3", "private int _id;", "Parse<int>(-3)")]
    [TestCase("int id = default", "private int _id;", "Parse<int>(0)")]
    [TestCase("long id = long.MinValue", "private long _id;", "Parse<long>(-9223372036854775808L)")]
    [TestCase("double id = double.NaN", "private double _id;", "Parse<double>(double.NaN)")]
    [TestCase("float id = 1.5f", "private float _id;", "Parse<float>(1.5F)")]
    [TestCase("decimal id = 1.10m", "private decimal _id;", "Parse<decimal>(1.10M)")]
    [TestCase("char id = '\\''", "private char _id;", "Parse<char>('\\'')")]
    [TestCase("bool id = true", "private bool _id;", "Parse<bool>(true)")]
    [TestCase("byte id = 7", "private byte _id;", "Parse<byte>((byte)7)")]
    [TestCase("short id = -7", "private short _id;", "Parse<short>((short)(-7))")]
    [TestCase("Guid id", "private global::System.Guid _id;", "Parse<global::System.Guid>()")]
    [TestCase("Guid id = default", "private global::System.Guid _id;", "Parse<global::System.Guid>(default)")]
    [TestCase("DateTimeOffset? id", "private global::System.DateTimeOffset? _id;", "ParseNullable<global::System.DateTimeOffset>()")]
    [TestCase("System.Net.IPAddress id", "private global::System.Net.IPAddress _id = null!;", "Parse<global::System.Net.IPAddress>()")]
    [TestCase("System.Net.IPAddress? id", "private global::System.Net.IPAddress? _id;", "Parse<global::System.Net.IPAddress>(null)")]
    [TestCase("Own id", "private global::Own _id = null!;", "Parse<global::Own>()")]
    [TestCase("Color id", "private global::Color _id;", "Enum<global::Color>()")]
    [TestCase("Color id = Color.Green", "private global::Color _id;", "Enum<global::Color>((global::Color)(1))")]
    [TestCase("Color id = default", "private global::Color _id;", "Enum<global::Color>((global::Color)(0))")]
    [TestCase("Color? id", "private global::Color? _id;", "EnumNullable<global::Color>()")]
    [TestCase("Color? id = Color.Red", "private global::Color? _id;", "EnumNullable<global::Color>((global::Color)(0))")]
    public void Single_IsReadFromAnySource(string parameter, string field, string reading)
    {
        var run = GeneratorRun.Of(Handler(
            $$"""
            [OnLogin] bool L({{parameter}}) => true;
            [OnOpen] void O([FromQuery] {{parameter}}) { }
            [OnMessage("m")] void M([FromHeader] {{parameter}}) { }
            """));
        Assert.That(run.Handler(), Does.Contain(field));
        Assert.That(run.Handler(), Does.Contain($"_id = binder.Route(\"id\").{reading};"));
        Assert.That(run.Handler(), Does.Contain($"_id2 = binder.Query(\"id\").{reading};"));
        Assert.That(run.Handler(), Does.Contain($"_id3 = binder.Header(\"id\").{reading};"));
    }

    [TestCase("string[] tags", "private string[] _tags = null!;", "Texts()")]
    [TestCase("string[]? tags", "private string[]? _tags;", "Texts()")]
    [TestCase("string[]? tags = null", "private string[]? _tags;", "Texts()")]
    [TestCase("string?[] tags", "private string?[] _tags = null!;", "Texts()")]
    [TestCase("int[] tags", "private int[] _tags = null!;", "ParseAll<int>()")]
    [TestCase("Color[] tags", "private global::Color[] _tags = null!;", "EnumAll<global::Color>()")]
    public void Array_IsReadFromQueryAndHeader(string parameter, string field, string reading)
    {
        var run = GeneratorRun.Of(Handler($"[OnLogin] bool L([FromQuery] {parameter}) => true; [OnOpen] void O([FromHeader] {parameter}) {{ }}"));
        Assert.That(run.Handler(), Does.Contain(field));
        Assert.That(run.Handler(), Does.Contain($"_tags = binder.Query(\"tags\").{reading};"));
        Assert.That(run.Handler(), Does.Contain($"_tags2 = binder.Header(\"tags\").{reading};"));
    }

    [Test]
    public void Names_ThatAreKeywordsOrReserved_AreSafe()
    {
        var run = GeneratorRun.Of(Sources.Handler(
            "[OnOpen] void Open(string @class, string handler, string dispatcher, [FromHeader(Name = \"1 2\")] string x, [FromHeader(Name = \"-\")] string y) { }",
            "/{class}/{handler}/{dispatcher}"));
        Assert.That(run.Handler(), Does.Contain("_handler.Open(_class, _handler2, _dispatcher2, _value12, _value)"));
    }

    private static string Handler(string members) => Sources.Handler(members, "/a/{id}") + """

        public sealed class Own : IParsable<Own>
        {
            public static Own Parse(string s, IFormatProvider? provider) => new();
            public static bool TryParse(string? s, IFormatProvider? provider, out Own result) { result = new(); return true; }
        }
        """;
}
