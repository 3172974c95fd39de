using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WebSockets.Generator.Tests.Infrastructure;

/// <summary>Makes the compilation of a user's project: nullable, documented, without global usings.</summary>
internal static class TestCompilation
{
    // Not global: generated code has to do without them.
    public const string Usings =
        "using System; using System.Buffers; using System.Collections.Generic; using System.IO; using System.Linq; using System.Net.WebSockets; using System.Security.Claims;" +
        " using System.Text.Json; using System.Threading; using System.Threading.Tasks; using Microsoft.AspNetCore.Builder; using Microsoft.AspNetCore.Http;" +
        " using Microsoft.AspNetCore.Mvc; using Microsoft.Extensions.DependencyInjection; using Microsoft.Extensions.Logging; using WebSockets;\n";

    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    public static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "WebSockets.dll" || !path.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    // What is made of it shares what has been read of the references.
    private static readonly CSharpCompilation Empty = CSharpCompilation.Create("App", [], References, Options);

    /// <summary>Those of a program.</summary>
    public static CSharpCompilationOptions AppOptions => Options.WithOutputKind(OutputKind.ConsoleApplication);

    private static CSharpCompilationOptions Options => new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true);

    public static CSharpCompilation Create(params string[] sources) => Empty.AddSyntaxTrees(Trees(sources));

    /// <summary>A program.</summary>
    public static CSharpCompilation CreateApp(params string[] sources) => Create(sources).WithOptions(AppOptions);

    public static CSharpCompilation Create(string assembly, IEnumerable<MetadataReference> references, params string[] sources) =>
        CSharpCompilation.Create(assembly, Trees(sources), references, Options);

    private static IEnumerable<SyntaxTree> Trees(string[] sources) => sources.Select((source, i) => Parse(Usings + source, $"Source{i}.cs"));

    public static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path, Encoding.UTF8);

    /// <summary>Compiles to a reference, as another project of the solution would be.</summary>
    public static MetadataReference ToReference(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.That(result.Success, Is.True, string.Join("\n", result.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
