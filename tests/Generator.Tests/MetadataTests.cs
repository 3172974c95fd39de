using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>Which of a class's attributes become endpoint metadata, and that every kind of constant gets through.</summary>
[TestFixture]
internal sealed class MetadataTests
{
    private const string Attributes = Sources.Types + """

        public class AAttribute : Attribute
        {
            public AAttribute(params object?[] x) { }
            public object? O { get; set; }
            public Color[]? @event { get; set; }
            public string F = "";
            public static readonly object Tag = "";
        }
        [AttributeUsage(AttributeTargets.Class, Inherited = false)] public class NotInheritedAttribute : Attribute { }
        [AttributeUsage(AttributeTargets.Class, AllowMultiple = true)] public class ManyAttribute(int n) : Attribute { public int N => n; }
        public class OneAttribute(int n) : Attribute { public int N => n; }
        public class GenericAttribute<T> : Attribute { }
        [System.Diagnostics.Conditional("DEBUG")] public class ConditionalAttribute : Attribute { }
        """;

    [TestCase("Microsoft.AspNetCore.Authorization.Authorize(\"p\", Roles = \"a,b\")", "new global::Microsoft.AspNetCore.Authorization.AuthorizeAttribute(\"p\") { Roles = \"a,b\" }")]
    [TestCase("Tags(\"a\", \"b\")", "new global::Microsoft.AspNetCore.Http.TagsAttribute(new string[] { \"a\", \"b\" })")]
    [TestCase("Microsoft.AspNetCore.RateLimiting.EnableRateLimiting(\"p\")", "new global::Microsoft.AspNetCore.RateLimiting.EnableRateLimitingAttribute(\"p\")")]
    [TestCase("A", "new global::AAttribute(new object?[] { })")]
    [TestCase("A(null!)", "new global::AAttribute(null!)")]
    [TestCase("A(null, 1)", "new global::AAttribute(new object?[] { null!, 1 })")]
    [TestCase("A((byte)1, (sbyte)-1, (short)-2, (ushort)2, -3, 3u, -4L, 4ul)", "(byte)1, (sbyte)(-1), (short)(-2), (ushort)2, -3, 3U, -4L, 4UL")]
    [TestCase("A(int.MinValue, long.MinValue, ulong.MaxValue)", "-2147483648, -9223372036854775808L, 18446744073709551615UL")]
    [TestCase("A(1.5f, float.NaN, 0.1, double.NegativeInfinity, 1e300)", "1.5F, float.NaN, 0.1D, double.NegativeInfinity, 1E+300D")]
    [TestCase("A(true, 'x', '\\'', '\\n', \"\\\"\\\\{}\\r\\n\\0\\u2028é😀\")", "true, 'x', '\\'', '\\u000a', \"\\\"\\\\{}\\u000d\\u000a\\u0000\\u2028é\\ud83d\\ude00\"")]
    [TestCase("A(Color.Green, (Color)(-1))", "(global::Color)(1), (global::Color)(-1)")]
    [TestCase("A(typeof(int), typeof(List<>), typeof(Dictionary<string, int[]>), typeof(void))", "typeof(int), typeof(global::System.Collections.Generic.List<>), typeof(global::System.Collections.Generic.Dictionary<string, int[]>), typeof(void)")]
    [TestCase("A(new[] { 1, 2 }, new[] { \"a\", null! }, new Type[] { typeof(int) })", "new int[] { 1, 2 }, new string[] { \"a\", null! }, new global::System.Type[] { typeof(int) }")]
    [TestCase("A(O = new object[] { 1, \"x\" }, @event = new[] { Color.Red }, F = \"f\")", "{ O = new object[] { 1, \"x\" }, @event = new global::Color[] { (global::Color)(0) }, F = \"f\" }")]
    [TestCase("Generic<Color>", "new global::GenericAttribute<global::Color>()")]
    public void Attribute_IsInstantiated(string attribute, string expression)
    {
        var run = GeneratorRun.Of($"[WebSocketHandler, {attribute}] public partial class Chat {{ [OnOpen] void Open() {{ }} }}" + Attributes);
        Assert.That(run.Handler(), Does.Contain(expression).And.Contain("Metadata =\n"));
    }

    [TestCase("Obsolete")]
    [TestCase("Conditional")]
    [TestCase("System.Runtime.CompilerServices.SkipLocalsInit")]
    [TestCase("System.Diagnostics.DebuggerDisplay(\"x\")")]
    [TestCase("System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage")]
    [TestCase("System.Diagnostics.CodeAnalysis.SuppressMessage(\"a\", \"b\")")]
    [TestCase("System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)")]
    [TestCase("Serializable")]
    [TestCase("System.Runtime.Versioning.UnsupportedOSPlatform(\"browser\")")]
    [TestCase("Message")]
    public void Attribute_OfTheCompilerOrTheLibrary_IsLeftOut(string attribute)
    {
        var run = GeneratorRun.Of($"[WebSocketHandler, {attribute}] public partial class Chat {{ [OnOpen] void Open() {{ }} }}" + Attributes);
        Assert.That(run.Handler(), Does.Not.Contain("Metadata"));
    }

    [Test]
    public void Attribute_ThatIsInherited_ComesFirst()
    {
        var run = GeneratorRun.Of("""
            [Many(1), One(1), NotInherited, A(1)] public class Root { }
            [Many(2)] public class Middle : Root { }
            [WebSocketHandler, Many(3), One(3)] public partial class Chat : Middle { [OnOpen] void Open() { } }
            """ + Attributes);
        string[] order = ["ManyAttribute(1)", "AAttribute(", "ManyAttribute(2)", "ManyAttribute(3)", "OneAttribute(3)"];
        Assert.That(order.Select(text => run.Handler().IndexOf(text, StringComparison.Ordinal)), Is.Ordered.And.All.Positive);
        Assert.That(run.Handler(), Does.Not.Contain("NotInherited").And.Not.Contain("OneAttribute(1)"));
    }

    [Test]
    public void Attribute_ThatIsPrivateToTheHandler_IsVisibleToIt()
    {
        var run = GeneratorRun.Of("[WebSocketHandler, Chat.Own] public partial class Chat { [OnOpen] void Open() { } private sealed class OwnAttribute : Attribute { } }");
        Assert.That(run.Handler(), Does.Contain("new global::Chat.OwnAttribute(),"));
    }

    [Test]
    public void Attribute_ThatIsHiddenInABaseClass_IsLeftOut()
    {
        var run = GeneratorRun.Of("[Root.Own] public class Root { private sealed class OwnAttribute : Attribute { } } [WebSocketHandler] public partial class Chat : Root { [OnOpen] void Open() { } }");
        Assert.That(run.Handler(), Does.Not.Contain("Own"));
    }

    [Test]
    public void Attribute_WithAMistake_IsLeftOut()
    {
        var run = GeneratorRun.OfInvalid("[WebSocketHandler, A(Missing)] public partial class Chat { [OnOpen] void Open() { } }" + Attributes, "CS0103");
        Assert.That(run.Handler(), Does.Not.Contain("Metadata"));
    }
}
