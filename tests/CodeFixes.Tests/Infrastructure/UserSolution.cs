using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using WebSockets.Generator;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.CodeFixes.Tests.Infrastructure;

/// <summary>A user's solution in an editor: the generator runs in it beside that of JSON, and so do the analyzers.</summary>
internal sealed class UserSolution(Solution solution)
{
    public Solution Solution => solution;

    /// <summary>The documents that a test shows, in its order.</summary>
    public Document[] Documents => [.. solution.Projects.SelectMany(project => project.Documents).Where(document => document.Name != "Usings.cs").OrderBy(document => document.Name, StringComparer.Ordinal)];

    /// <summary>Of one project.</summary>
    public static UserSolution Of(params string[] sources) => Of(implicitUsings: true, sources);

    public static UserSolution Of(bool implicitUsings, params string[] sources) => new(AddProject(new AdhocWorkspace().CurrentSolution, "App", implicitUsings, 0, sources));

    /// <summary>Of projects that do not know each other, with one source each.</summary>
    public static UserSolution OfProjects(params string[] sources) => new(sources
        .Select((source, i) => (Source: source, Position: i))
        .Aggregate(new AdhocWorkspace().CurrentSolution, (solution, project) => AddProject(solution, "App" + project.Position, true, project.Position, [project.Source])));

    /// <summary>Of one app that is published ahead of time.</summary>
    public static UserSolution OfNative(params string[] sources)
    {
        var solution = Of(sources).Solution;
        var project = solution.Projects.Single();
        var options = (CSharpCompilationOptions)project.CompilationOptions!;
        return new(solution
            .WithProjectCompilationOptions(project.Id, options.WithOutputKind(OutputKind.ConsoleApplication))
            .AddAnalyzerConfigDocument(DocumentId.CreateNewId(project.Id), ".globalconfig", SourceText.From("is_global = true\nbuild_property.PublishAot = true\n"), filePath: "/.globalconfig"));
    }

    /// <summary>The same with a project that refers to the first one.</summary>
    public UserSolution WithDependent(TextLoader file)
    {
        var id = ProjectId.CreateNewId("Dependent");
        return new(solution
            .AddProject(id, "Dependent", "Dependent", LanguageNames.CSharp)
            .WithProjectCompilationOptions(id, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
            .AddMetadataReferences(id, TestCompilation.References)
            .AddProjectReference(id, new(solution.ProjectIds[0]))
            .AddDocument(DocumentInfo.Create(DocumentId.CreateNewId(id), "Dependent.cs", loader: file, filePath: "/Dependent.cs")));
    }

    public async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Project project)
    {
        Exception? failure = null;
        var options = new CompilationWithAnalyzersOptions(project.AnalyzerOptions, (exception, _, _) => failure = exception, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        var compilation = (await project.GetCompilationAsync())!;
        var diagnostics = await compilation.WithAnalyzers(Product.Analyzers, options).GetAnalyzerDiagnosticsAsync();
        Assert.That(failure, Is.Null);
        return [.. (await GeneratorErrorsAsync(project, compilation)).Concat(diagnostics).OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    // A workspace does not hand out what a generator reports; an editor and a build show it.
    private static async Task<ImmutableArray<Diagnostic>> GeneratorErrorsAsync(Project project, Compilation compilation)
    {
        var generated = await Task.WhenAll((await project.GetSourceGeneratedDocumentsAsync()).Select(document => document.GetSyntaxTreeAsync()));
        return CSharpGeneratorDriver
            .Create([new WebSocketHandlerGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)project.ParseOptions!)
            .RunGenerators(compilation.RemoveSyntaxTrees(generated.OfType<SyntaxTree>()))
            .GetRunResult().Diagnostics;
    }

    public async Task<Diagnostic[]> DiagnosticsAsync(string id)
    {
        var all = new List<Diagnostic>();
        foreach (var project in solution.Projects)
        {
            all.AddRange((await DiagnosticsAsync(project)).Where(diagnostic => diagnostic.Id == id));
        }

        return [.. all];
    }

    /// <summary>What the compiler and the analyzers call an error, after the generator has run.</summary>
    public async Task<string[]> ErrorsAsync()
    {
        var errors = new List<string>();
        foreach (var project in solution.Projects)
        {
            errors.AddRange((await project.GetCompilationAsync())!.GetDiagnostics()
                .Concat(await DiagnosticsAsync(project))
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(diagnostic => diagnostic.ToString()));
        }

        return [.. errors];
    }

    public async Task<string[]> TextsAsync() => await Task.WhenAll(Documents.Select(async document => (await document.GetTextAsync()).ToString()));

    private static Solution AddProject(Solution solution, string name, bool implicitUsings, int position, string[] sources)
    {
        var id = ProjectId.CreateNewId(name);
        solution = solution
            .AddProject(id, name, name, LanguageNames.CSharp)
            .WithProjectParseOptions(id, TestCompilation.ParseOptions)
            .WithProjectCompilationOptions(id, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true))
            .AddMetadataReferences(id, TestCompilation.References)
            .AddAnalyzerReference(id, Product.Reference)
            .AddAnalyzerReference(id, Product.JsonGenerator);
        solution = implicitUsings ? Add(solution, id, "Usings.cs", WebUsings.Source) : solution;
        return sources.Select((source, i) => (source, i)).Aggregate(solution, (current, one) => Add(current, id, $"Source{position}{one.i}.cs", one.source));
    }

    private static Solution Add(Solution solution, ProjectId project, string name, string source) =>
        solution.AddDocument(DocumentId.CreateNewId(project, name), name, SourceText.From(source), filePath: "/" + name);
}
