using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WebSockets.Generator.Tests.Infrastructure;

/// <summary>A run beside the JSON generator of the SDK: neither sees what the other writes, and the analyzers see both.</summary>
internal static class JsonRun
{
    private static readonly ISourceGenerator[] s_generators = [new WebSocketHandlerGenerator().AsSourceGenerator(), JsonGenerator()];

    /// <summary>What the analyzers say, remarks aside. The output must compile, but for what is named.</summary>
    public static ImmutableArray<Diagnostic> Analyze(CSharpCompilation compilation, string[] properties, params string[] compilerErrors)
    {
        CSharpGeneratorDriver.Create(s_generators, parseOptions: TestCompilation.ParseOptions).RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        Assert.That(output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !compilerErrors.Contains(diagnostic.Id)), Is.Empty);
        return [.. GeneratorRun.Analyze(output, new BuildProperties(properties)).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
    }

    // …/dotnet/shared/Microsoft.NETCore.App/10.0.0 has its targeting pack at …/dotnet/packs.
    private static ISourceGenerator JsonGenerator()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var pack = new DirectoryInfo(Path.Combine(root, "packs", "Microsoft.NETCore.App.Ref")).EnumerateDirectories("10.*").MaxBy(version => version.CreationTimeUtc)!;
        var assembly = Assembly.LoadFrom(Path.Combine(pack.FullName, "analyzers", "dotnet", "cs", "System.Text.Json.SourceGeneration.dll"));
        var type = assembly.GetTypes().Single(type => type.IsDefined(typeof(GeneratorAttribute)) && !type.IsAbstract);
        return ((IIncrementalGenerator)Activator.CreateInstance(type)!).AsSourceGenerator();
    }
}
