using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests.Fuzzing;

/// <summary>Has a project open, and runs generator and analyzers after each edit.</summary>
internal sealed class Editor
{
    // Of these some make other attributes ours, and ours another.
    private static readonly string[] s_usings =
    [
        "using WebSockets;\n", "using static System.Math;\n", "using WebSocketHandler = WebSockets.MessageAttribute;\n", "using Message = WebSockets.WebSocketHandlerAttribute;\n",
        "using OnMessage = WebSockets.OnOpenAttribute;\n", "using Say = System.String;\n", "using Chat = System.Object;\n",
    ];

    private readonly string _name;
    private CSharpCompilation _project;
    private GeneratorDriver _driver;
    private SyntaxTree _edited;

    public Editor(Project project)
    {
        _name = project.Name;
        _project = TestCompilation.Create().AddSyntaxTrees(project.Files.Select(file => TestCompilation.Parse(file.Text, file.Path)));
        _edited = _project.SyntaxTrees[^1];
        _driver = CSharpGeneratorDriver.Create([new WebSocketHandlerGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions).RunGenerators(_project);
    }

    public void Edit(Random random, IReadOnlyList<string> tokens)
    {
        // The first one holds the usings.
        var tree = _project.SyntaxTrees[random.Next(1, _project.SyntaxTrees.Length)];
        var all = tree.GetRoot().DescendantTokens().ToArray();
        var token = all[random.Next(all.Length)];
        _edited = random.Next(10) switch
        {
            0 => TestCompilation.Parse(tree.ToString(), $"{random.Next(100)}.cs"),
            1 => tree.WithChangedText(tree.GetText().WithChanges(new TextChange(new(0, 0), s_usings[random.Next(s_usings.Length)]))),
            < 6 => tree.WithChangedText(tree.GetText().WithChanges(new TextChange(token.Span, ""))),
            _ => tree.WithChangedText(tree.GetText().WithChanges(new TextChange(new(token.SpanStart, 0), tokens[random.Next(tokens.Count)] + " "))),
        };
        _project = _project.ReplaceSyntaxTree(tree, _edited);
    }

    /// <summary>Runs what an editor runs as its user types: the generator, and the analyzers on the edited file.</summary>
    public void Run() => Run(static (output, analysis, file) => analysis.GetAnalyzerSemanticDiagnosticsAsync(output.GetSemanticModel(file), null, default));

    /// <summary>Runs what a build runs: the analyzers on all files, and what they say at the end.</summary>
    public void Build() => Run(static (_, analysis, _) => analysis.GetAnalyzerDiagnosticsAsync(default(CancellationToken)));

    // Throws what generator or analyzers throw.
    private void Run(Func<Compilation, CompilationWithAnalyzers, SyntaxTree, Task<ImmutableArray<Diagnostic>>> analyze)
    {
        _driver = _driver.RunGeneratorsAndUpdateCompilation(_project, out var output, out var diagnostics);
        Fail(_driver.GetRunResult().Results.Single().Exception);
        Fail(diagnostics);
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            onAnalyzerException: (exception, analyzer, _) => Fail(exception, analyzer),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        Fail(analyze(output, output.WithAnalyzers(GeneratorRun.Analyzers, options), _edited).GetAwaiter().GetResult());
    }

    /// <summary>What was kept from run to run says the same as a first run on the same files.</summary>
    public void CompareWithAFirstRun()
    {
        var first = new Editor(new(_name, [.. _project.SyntaxTrees.Select(tree => (tree.FilePath, tree.ToString()))]));
        var expected = Files(first._driver);
        if (Files(_driver) != expected)
        {
            throw new InvalidOperationException($"After these edits the generator writes:\n{Files(_driver)}\nA first run writes:\n{expected}");
        }
    }

    public override string ToString() => string.Concat(_project.SyntaxTrees.Skip(1).Select(tree => $"// {_name}: {tree.FilePath}\n{tree}\n"));

    private static string Files(GeneratorDriver driver)
    {
        var result = driver.GetRunResult().Results.Single();
        var files = result.GeneratedSources.OrderBy(source => source.HintName, StringComparer.Ordinal).Select(source => source.SourceText.ToString());
        return string.Join("\n", files.Concat(result.Diagnostics.Select(diagnostic => diagnostic.ToString()).Order(StringComparer.Ordinal)));
    }

    private static void Fail(Exception? exception, DiagnosticAnalyzer? analyzer = null)
    {
        if (exception is not null)
        {
            throw new InvalidOperationException($"{analyzer?.GetType().Name ?? "The generator"} has thrown {exception}", exception);
        }
    }

    private static void Fail(IEnumerable<Diagnostic> diagnostics)
    {
        if (diagnostics.FirstOrDefault(diagnostic => diagnostic.Id is "AD0001" or "CS8784" or "CS8785") is { } failure)
        {
            throw new InvalidOperationException(failure.ToString());
        }
    }
}
