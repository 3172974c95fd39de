using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WebSockets.Generator.Tests.Infrastructure;

/// <summary>A run beside the JSON generator: neither sees what the other writes, and the analyzers see both.</summary>
internal static class JsonRun
{
    private static readonly ISourceGenerator[] s_generators = [new WebSocketHandlerGenerator().AsSourceGenerator(), SdkGenerator.Json.Create()];

    /// <summary>What generator and analyzers report, remarks aside, where the build has these properties. The output must compile.</summary>
    public static ImmutableArray<Diagnostic> Analyze(CSharpCompilation compilation, string[] properties)
    {
        CSharpGeneratorDriver.Create(s_generators, parseOptions: TestCompilation.ParseOptions).RunGeneratorsAndUpdateCompilation(compilation, out var output, out var errors);
        Assert.That(output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), Is.Empty);
        return [.. errors, .. GeneratorRun.Analyze(output, new BuildProperties(properties)).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
    }
}
