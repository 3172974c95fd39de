using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>What an editor has replaced is collected, however long the generator has been running.</summary>
[TestFixture]
internal sealed class RetentionTests
{
    private const string Chat = "[WebSocketHandler] public partial class Chat { [OnMessage] Said Say(Say say) { return new(0 + say.Text); } }";
    private const string Messages = "[Message] public record Say(string Text); [Message] public record Said(string Text);";

    private const int Edits = 20;

    [Test]
    public void Compilations_AreCollected_AfterEditsOfBodies() => AreCollected((app, i) => Replace(app, Chat.Replace("0", $"{i}", StringComparison.Ordinal)));

    [Test]
    public void Compilations_AreCollected_AfterEditsOfSignatures() =>
        AreCollected((app, i) => Replace(app, Chat.Replace("{ [", $"{{ [OnMessage(\"m{i}\")] void M{i}() {{ }} [", StringComparison.Ordinal)));

    [Test]
    public void Compilations_AreCollected_AfterEditsElsewhere() => AreCollected((app, i) => app.AddSyntaxTrees(TestCompilation.Parse($"class C{i};", $"C{i}.cs")));

    [Test]
    public void Compilations_OfReferencedProjects_AreCollected() => AreCollected((app, i) => TestCompilation.Create(
        "App",
        [.. TestCompilation.References, TestCompilation.Create("Library", TestCompilation.References, $"public class C{i};").ToMetadataReference()],
        Chat,
        Messages));

    private static void AreCollected(Func<CSharpCompilation, int, CSharpCompilation> edit)
    {
        var (driver, old) = RunAndForget(edit);
        for (var i = 0; i < 10 && old.Any(reference => reference.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.That(old.Count(reference => reference.IsAlive), Is.Zero, $"of {old.Count} compilations and files");
        GC.KeepAlive(driver);
    }

    // What a frame of the caller's would keep is gone when this one is.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (GeneratorDriver Driver, IReadOnlyList<WeakReference> Old) RunAndForget(Func<CSharpCompilation, int, CSharpCompilation> edit)
    {
        var app = TestCompilation.Create(Chat, Messages);
        var driver = Incremental.Run(app, out var output, track: false);
        List<WeakReference> old = [new(app), new(output)];
        for (var i = 0; i < Edits; i++)
        {
            var edited = edit(app, i);
            driver = driver.RunGeneratorsAndUpdateCompilation(edited, out output, out _);
            old.AddRange([new(edited), new(output)]);
            old.AddRange(edited.References.OfType<CompilationReference>().Select(reference => new WeakReference(reference.Compilation)));
        }

        // The driver knows the files of its last run, and what it was given to run on last is not old.
        return (driver.RunGenerators(TestCompilation.Create("class Last;")), old);
    }

    private static CSharpCompilation Replace(CSharpCompilation app, string text) =>
        app.ReplaceSyntaxTree(app.SyntaxTrees[0], TestCompilation.Parse("using WebSockets;" + text, "Source0.cs"));
}
