using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>Looks at every stage of the pipeline, and at what wrote each file, after one edit.</summary>
[TestFixture]
internal sealed class StageTests
{
    private const string Chat = """
        [WebSocketHandler("/chat/{room}")]
        public partial class Chat(TimeProvider time)
        {
            [OnOpen] void Open(string room) { }
            [OnMessage] string Say(Say say) { return say.Text + time; }
        }
        """;

    private const string Other = "[WebSocketHandler(\"/other\")] public partial class Other { [OnMessage] void Say(Say say) { } }";
    private const string Say = "[Message] public record Say(string Text);";

    private static readonly string[] All = ["Chat", "Other", TrackingNames.Registration];

    [Test]
    public void UnrelatedFile_Added_NothingIsNew() => NothingIsNew(app => app.AddSyntaxTrees(TestCompilation.Parse("namespace N { class C { void M() { } } }", "N.cs")));

    [Test]
    public void CommentAboveTheHandler_NothingIsNew() => NothingIsNew(app => Edit(app, "[WebSocketHandler(\"/chat", "/// <summary>Talks.</summary>\n// and more\n[WebSocketHandler(\"/chat"));

    [Test]
    public void BodyOfAMethod_Changed_NothingIsNew() => NothingIsNew(app => Edit(app, "return say.Text + time;", "var text = say.Text; return text;"));

    [Test]
    public void OptionsOfTheCompilation_Changed_NothingIsNew() =>
        NothingIsNew(app => app.WithOptions(app.Options.WithOptimizationLevel(OptimizationLevel.Release).WithWarningLevel(3).WithOverflowChecks(true)));

    [Test]
    public void OptionsOfTheParser_Changed_NothingIsNew() => NothingIsNew(
        app => app.RemoveAllSyntaxTrees().AddSyntaxTrees(app.SyntaxTrees.Select(tree => tree.WithRootAndOptions(tree.GetRoot(), OtherParseOptions))),
        driver => driver.WithUpdatedParseOptions(OtherParseOptions));

    [Test]
    public void OptionsOfTheEditor_Changed_NothingIsNew() => NothingIsNew(app => app, driver => driver.WithUpdatedAnalyzerConfigOptions(new OtherEditorOptions()));

    [Test]
    public void Reference_Added_NothingIsNew() =>
        NothingIsNew(app => app.AddReferences(TestCompilation.ToReference(TestCompilation.Create("Library", TestCompilation.References, "public class Library;"))));

    [Test]
    public void SignatureOfAMethod_Changed_WritesThatHandlerAlone() => IsNew(app => Edit(app, "string Say(", "object Say("), "Chat");

    [Test]
    public void Constructor_Changed_WritesThatHandlerAlone() => IsNew(app => Edit(app, "(TimeProvider time)", "(TimeProvider time, Random random)"), "Chat");

    [Test]
    public void Path_Changed_WritesThatHandlerAlone() => IsNew(app => Edit(app, "/chat/", "/talk/"), "Chat");

    [Test]
    public void OtherHandler_Changed_LeavesThisOneAlone() => IsNew(app => Edit(app, "[OnMessage] void Say(Say say) { }", "[OnMessage] Task Say(Say say) => Task.CompletedTask;"), "Other");

    [Test]
    public void NameOfAMessage_Changed_WritesThoseWhoReadItAlone() => IsNew(app => Edit(app, "[Message] public", "[Message(\"speak\")] public"), "Chat", "Other");

    private static CSharpParseOptions OtherParseOptions => TestCompilation.ParseOptions.WithPreprocessorSymbols("UNRELATED").WithDocumentationMode(DocumentationMode.Parse);

    private static void NothingIsNew(Func<CSharpCompilation, CSharpCompilation> edit, Func<GeneratorDriver, GeneratorDriver>? options = null)
    {
        var (before, after) = Run(edit, options);
        Incremental.AssertNothingIsNew(before, after);
        Assert.That(Incremental.Outputs(after.GetRunResult().Results.Single()).Select(output => output.Of), Is.EquivalentTo(All));
    }

    private static void IsNew(Func<CSharpCompilation, CSharpCompilation> edit, params string[] expected)
    {
        var outputs = Incremental.Outputs(Run(edit, null).After.GetRunResult().Results.Single()).ToArray();
        Assert.That(outputs.Where(output => Incremental.IsNew(output.Reason)).Select(output => output.Of), Is.EquivalentTo(expected));
        Assert.That(outputs.Where(output => !Incremental.IsNew(output.Reason)).Select(output => output.Of), Is.EquivalentTo(All.Except(expected)));
        Assert.That(outputs.Where(output => Incremental.IsNew(output.Reason)).Select(output => output.Reason), Is.All.EqualTo(IncrementalStepRunReason.Modified));
    }

    private static (GeneratorDriver Before, GeneratorDriver After) Run(Func<CSharpCompilation, CSharpCompilation> edit, Func<GeneratorDriver, GeneratorDriver>? options)
    {
        var app = TestCompilation.Create(Chat, Other, Say);
        var before = Incremental.Run(app, out _);
        return (before, (options?.Invoke(before) ?? before).RunGenerators(edit(app)));
    }

    private static CSharpCompilation Edit(CSharpCompilation app, string text, string replacement)
    {
        var tree = app.SyntaxTrees.Single(tree => tree.ToString().Contains(text, StringComparison.Ordinal));
        return app.ReplaceSyntaxTree(tree, TestCompilation.Parse(tree.ToString().Replace(text, replacement, StringComparison.Ordinal), tree.FilePath));
    }

    private sealed class OtherEditorOptions : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options();

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Options : AnalyzerConfigOptions
        {
            private readonly ImmutableDictionary<string, string> _values = ImmutableDictionary<string, string>.Empty.Add("indent_size", "3").Add("build_property.RootNamespace", "Another");

            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => _values.TryGetValue(key, out value);
        }
    }
}
