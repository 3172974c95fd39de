using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests.Pages;

/// <summary>
/// One source file as a web project of its own: with the usings that the SDK adds, the generators that it runs, every analyzer of the library and an
/// <c>.editorconfig</c>.
/// </summary>
internal static class SampleRun
{
    private const string Folder = "/";

    private static readonly CSharpParseOptions s_parseOptions = new(LanguageVersion.CSharp14, DocumentationMode.None);

    private const string UsingsFile = Folder + "GlobalUsings.g.cs";

    // What is known of the references is shared by all that derive from it.
    private static readonly CSharpCompilation s_empty = CSharpCompilation.Create(
        "App",
        [],
        TestCompilation.References,
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>
    /// What is reported of it: by the compiler and the generators (warnings, errors and usings that are not needed), and by the analyzers, in the order of
    /// the source.
    /// </summary>
    public static ImmutableArray<Diagnostic> Report(string fileName, string source, string editorConfig = "")
    {
        var config = new EditorConfig(Folder, editorConfig);
        var parseOptions = s_parseOptions.WithLanguageVersion(Language(source));
        var kind = source.Contains(" static void Main(", StringComparison.Ordinal) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
        var compilation = s_empty
            .AddReferences(Libraries(source))
            .WithOptions(s_empty.Options.WithSyntaxTreeOptionsProvider(config.Severities).WithOutputKind(kind))
            .AddSyntaxTrees(
                CSharpSyntaxTree.ParseText(WebUsings.Source, parseOptions, UsingsFile),
                CSharpSyntaxTree.ParseText(source, parseOptions, Folder + fileName));
        CSharpGeneratorDriver
            .Create([new WebSocketHandlerGenerator().AsSourceGenerator(), SdkGenerator.Json.Create(), .. Others(source)], parseOptions: parseOptions, optionsProvider: config.Options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var generators);

        var compiler = output.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning || IsUnneededUsing(diagnostic));
        return
        [
            .. generators.Concat(compiler).Concat(GeneratorRun.Analyze(output, config.Options))
                .OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start)
                .ThenBy(static diagnostic => diagnostic.Id, StringComparer.Ordinal),
        ];
    }

    private static bool IsUnneededUsing(Diagnostic diagnostic) =>
        diagnostic.Id == "CS8019" && diagnostic.Location.SourceTree?.FilePath != UsingsFile;

    // And what another generator would add.
    private static IEnumerable<ISourceGenerator> Others(string source) =>
        Regex.Matches(source, "^// Another generator adds: (.*)$", RegexOptions.Multiline).Select(match => new OtherGenerator(match.Groups[1].Value).AsSourceGenerator());

    // And what it references.
    private static IEnumerable<MetadataReference> Libraries(string source) =>
        from Match match in Regex.Matches(source, @"^// The library (\S+) has: (.*)$", RegexOptions.Multiline)
        let library = GeneratorRun.Of(TestCompilation.Create(match.Groups[1].Value, TestCompilation.References, match.Groups[2].Value))
        select TestCompilation.ToReference((CSharpCompilation)library.Output);

    // What a project file would say, a sample says in a comment.
    private static LanguageVersion Language(string source) =>
        Regex.Match(source, @"^// <LangVersion>(\d+)</LangVersion>", RegexOptions.Multiline) is { Success: true } found && LanguageVersionFacts.TryParse(found.Groups[1].Value, out var version)
            ? version
            : LanguageVersion.CSharp14;
}
