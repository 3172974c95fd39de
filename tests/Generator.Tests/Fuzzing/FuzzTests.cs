using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests.Fuzzing;

/// <summary>
/// Edits as a hurried user would: code loses tokens or gains some that do not belong there, files are renamed, names get another meaning,
/// and all is read as it stands. WEBSOCKETS_FUZZ_SEED
/// and WEBSOCKETS_FUZZ_EDITS choose another run.
/// </summary>
[TestFixture]
internal sealed class FuzzTests
{
    // As far as a file stays something like a handler.
    private const int EditsOfOneProject = 10;

    private static readonly int Seed = Setting("WEBSOCKETS_FUZZ_SEED", 20250101);
    private static readonly int Edits = Setting("WEBSOCKETS_FUZZ_EDITS", 5000);

    [Test]
    public void GeneratorAndAnalyzers_NeverThrow_AndAWarmRunWritesWhatAFirstOneWrites()
    {
        TestContext.Out.WriteLine($"WEBSOCKETS_FUZZ_SEED={Seed} WEBSOCKETS_FUZZ_EDITS={Edits}");
        Project[] projects = [.. Corpus.Read()];
        Assert.That(projects.Select(project => project.Name), Is.SupersetOf(new[] { "Chat", "Greeter", "SnapshotTests.cs" }));
        string[] tokens =
        [
            .. projects.SelectMany(project => project.Files)
                .SelectMany(file => CSharpSyntaxTree.ParseText(file.Text, TestCompilation.ParseOptions).GetRoot().DescendantTokens())
                .Select(token => token.Text)
                .Where(text => text.Length > 0)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        var failures = ParallelEnumerable.Range(0, (Edits + EditsOfOneProject - 1) / EditsOfOneProject)
            .Select(session => Play(projects, tokens, session))
            .Where(failure => failure is not null);
        Assert.That(failures.FirstOrDefault(), Is.Null);
    }

    /// <summary>Null: nothing has failed.</summary>
    private static string? Play(Project[] projects, string[] tokens, int session)
    {
        // One session in eight is of a sample: it takes long to compile.
        var random = new Random(unchecked((Seed * 31) + session));
        var editor = new Editor(session % 8 == 0 ? projects[session / 8 % 2] : projects[random.Next(projects.Length)]);
        try
        {
            for (var i = 0; i < Math.Min(EditsOfOneProject, Edits - (session * EditsOfOneProject)); i++)
            {
                editor.Edit(random, tokens);
                editor.Run();
                editor.CompareWithAFirstRun();
            }

            editor.Build();
            return null;
        }
        catch (Exception e)
        {
            return $"WEBSOCKETS_FUZZ_SEED={Seed}, session {session}: {e}\n{editor}";
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
