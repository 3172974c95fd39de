using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>The attributes of a class are for the server to read: whatever they are, none is written again.</summary>
[TestFixture]
internal sealed class MetadataTests
{
    private const string Attributes = """

        public class MetaAttribute : Attribute
        {
            public MetaAttribute(object value, int more) { }
            public MetaAttribute(int value, int more) { }
            public MetaAttribute(Type type) { }
        }
        file class Local;
        file class LocalAttribute : Attribute;
        [System.Diagnostics.CodeAnalysis.Experimental("X")] public class LabAttribute : Attribute;
        [Obsolete("", DiagnosticId = "Y")] public class OldAttribute : Attribute;
        public class GenericAttribute<T> : Attribute;
        """;

    [TestCase("Microsoft.AspNetCore.Authorization.Authorize(\"p\", Roles = \"a,b\")")]
    [TestCase("Meta((object)5, 1)")]
    [TestCase("Meta(typeof(Local))")]
    [TestCase("Local")]
    [TestCase("Generic<Local>")]
    [TestCase("Lab")]
    [TestCase("Old")]
    [TestCase("Obsolete")]
    [TestCase("Tags(\"a\")")]
    public void Attribute_OfTheClassOrItsBase_IsNotWrittenAgain(string attribute)
    {
        foreach (var (own, inherited) in new[] { (", " + attribute, ""), ("", $"[{attribute}] ") })
        {
            var run = GeneratorRun.Of($"#pragma warning disable X, Y, CS0612\n[WebSocketHandler{own}] public partial class Chat : Root {{ [OnOpen] void Open() {{ }} }} {inherited}public class Root {{ }}" + Attributes);
            Assert.That(run.Handler(), Does.Not.Contain("Attribute").And.Not.Contain("Metadata"));
        }
    }

    [Test]
    public void Attribute_ThatIsInternalToTheAssemblyOfTheBaseClass_CompilesAllTheSame()
    {
        var library = TestCompilation.Create("Library", TestCompilation.References, "namespace L; [Own(typeof(Hidden))] public class Root { } internal class Hidden; internal sealed class OwnAttribute(Type type) : Attribute { public Type Type => type; }");
        GeneratorRun.Of(TestCompilation.Create("App", [.. TestCompilation.References, TestCompilation.ToReference(library)], "[WebSocketHandler] public partial class Chat : L.Root { [OnOpen] void Open() { } }"));
    }
}
