using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using WebSockets.Generator.Analyzers;

namespace WebSockets.Generator.Tests.Infrastructure;

/// <summary>
/// One run of generator and analyzers. Whatever else a test asserts, each run proves that the output compiles without a warning and
/// that an unrelated edit leaves every stage alone.
/// </summary>
internal sealed class GeneratorRun
{
    private readonly GeneratorRunResult _result;

    private GeneratorRun(Compilation output, GeneratorRunResult result, ImmutableArray<Diagnostic> diagnostics)
    {
        Output = output;
        _result = result;
        Diagnostics = [.. diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
        Hints = [.. diagnostics.Where(diagnostic => diagnostic.Severity < DiagnosticSeverity.Warning)];
    }

    public Compilation Output { get; }

    /// <summary>What generator and analyzers found wrong, in the order of the source.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>What is reported where analyzers do not run.</summary>
    public ImmutableArray<Diagnostic> Errors => _result.Diagnostics;

    /// <summary>What they remarked besides. Most tests leave a variable or a message unused, so these stand apart.</summary>
    public ImmutableArray<Diagnostic> Hints { get; }

    public string Registration => File("MapWebSocketHandlers.g.cs");

    public IEnumerable<string> FileNames => _result.GeneratedSources.Select(source => source.HintName);

    /// <summary>Runs on valid sources: the analyzers must find nothing wrong.</summary>
    public static GeneratorRun Of(params string[] sources) => Of(TestCompilation.Create(sources));

    public static GeneratorRun Of(CSharpCompilation compilation)
    {
        var run = OfInvalid(compilation);
        Assert.That(run.Diagnostics, Is.Empty);
        return run;
    }

    /// <summary>Runs on a source with mistakes. But for those of the compiler that are named, its output must compile all the same.</summary>
    public static GeneratorRun OfInvalid(string source, params string[] compilerErrors) => OfInvalid(TestCompilation.Create(source), compilerErrors);

    public static GeneratorRun OfInvalid(CSharpCompilation compilation, params string[] compilerErrors)
    {
        var driver = Incremental.Run(compilation, out var output);
        var result = driver.GetRunResult().Results.Single();
        Assert.That(result.Exception, Is.Null);
        var problems = output.GetDiagnostics().Where(diagnostic => IsProblem(diagnostic, compilerErrors)).ToArray();
        if (problems.Length > 0)
        {
            Assert.Fail(string.Join("\n", problems.Select(problem => problem.ToString())) + "\n\n" + string.Join("\n", result.GeneratedSources.Select(source => source.SourceText)));
        }

        Incremental.AssertUnrelatedEditChangesNothing(driver, compilation);
        Invariant.AssertNothingIsDropped(output, result);
        return new(output, result, [.. result.Diagnostics.Concat(Analyze(output)).OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)]);
    }

    /// <summary>The file of a handler, by its metadata name.</summary>
    public string Handler(string name = "Chat") => File(name + ".WebSocket.g.cs");

    /// <summary>The same with a space for each run of them, where it does not matter how many lines something takes.</summary>
    public string HandlerOnOneLine() =>
        string.Join(" ", Handler().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("( ", "(", StringComparison.Ordinal);

    public string File(string hintName)
    {
        Assert.That(FileNames, Does.Contain(hintName));
        return _result.GeneratedSources.Single(source => source.HintName == hintName).SourceText.ToString();
    }

    // The user's own documentation is not at stake.
    private static bool IsProblem(Diagnostic diagnostic, string[] expected) =>
        diagnostic.Severity >= DiagnosticSeverity.Warning
        && !expected.Contains(diagnostic.Id)
        && (diagnostic.Id != "CS1591" || diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true);

    /// <summary>Every analyzer of the assembly.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(HandlerAnalyzer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>What the analyzers say of a final compilation, in the order of the source.</summary>
    public static ImmutableArray<Diagnostic> Analyze(Compilation output, AnalyzerConfigOptionsProvider? settings = null)
    {
        Exception? failure = null;
        var options = new CompilationWithAnalyzersOptions(
            settings is null ? new AnalyzerOptions([]) : new AnalyzerOptions([], settings),
            onAnalyzerException: (exception, _, _) => failure = exception,
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        var diagnostics = output.WithAnalyzers(Analyzers, options).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        Assert.That(failure, Is.Null);
        return [.. diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)];
    }
}
