using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WebSockets.Generator.Tests.Infrastructure;

/// <summary>A run beside the JSON generator of the SDK: neither sees what the other writes, and the analyzers see both.</summary>
internal static class JsonRun
{
    private static readonly ISourceGenerator[] s_generators = [new WebSocketHandlerGenerator().AsSourceGenerator(), JsonGenerator.Create()];

    /// <summary>What the analyzers say, remarks aside. The output must compile, but for what is named.</summary>
    public static ImmutableArray<Diagnostic> Analyze(CSharpCompilation compilation, string[] properties, params string[] compilerErrors)
    {
        CSharpGeneratorDriver.Create(s_generators, parseOptions: TestCompilation.ParseOptions).RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        Assert.That(output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !compilerErrors.Contains(diagnostic.Id)), Is.Empty);
        return [.. GeneratorRun.Analyze(output, new BuildProperties(properties)).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
    }
}
