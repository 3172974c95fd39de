using System.Collections.Immutable;
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

    private static readonly SyntaxTree s_usings = CSharpSyntaxTree.ParseText(WebUsings.Source, s_parseOptions, Folder + "GlobalUsings.g.cs");

    // What is known of the references is shared by all that derive from it.
    private static readonly CSharpCompilation s_empty = CSharpCompilation.Create(
        "App",
        [s_usings],
        TestCompilation.References,
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>
    /// What is reported of it: by the compiler and the generators (warnings, errors and usings that are not needed), and by the analyzers, in the order of
    /// the source.
    /// </summary>
    public static ImmutableArray<Diagnostic> Report(string fileName, string source, string editorConfig = "")
    {
        var config = new EditorConfig(Folder, editorConfig);
        var compilation = s_empty
            .WithOptions(s_empty.Options.WithSyntaxTreeOptionsProvider(config.Severities))
            .AddSyntaxTrees(CSharpSyntaxTree.ParseText(source, s_parseOptions, Folder + fileName));
        CSharpGeneratorDriver
            .Create([new WebSocketHandlerGenerator().AsSourceGenerator(), JsonGenerator.Create()], parseOptions: s_parseOptions, optionsProvider: config.Options)
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
        diagnostic.Id == "CS8019" && diagnostic.Location.SourceTree != s_usings;
}
