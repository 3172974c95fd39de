using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WebSockets.Generator.Analyzers;

namespace WebSockets.CodeFixes.Tests.Infrastructure;

/// <summary>The generator and the analyzers, as a project of the user refers to them.</summary>
internal static class Product
{
    public static readonly AnalyzerFileReference Reference = new(typeof(HandlerAnalyzer).Assembly.Location, new Loader());

    /// <summary>The SDK's generator of JSON metadata, which every project has.</summary>
    public static readonly AnalyzerFileReference JsonGenerator = new(WebSockets.Generator.Tests.Infrastructure.SdkGenerator.Json.Path, new Loader());

    public static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers = Reference.GetAnalyzers(LanguageNames.CSharp);

    /// <summary>What the generator and the analyzers report.</summary>
    public static readonly ImmutableArray<DiagnosticDescriptor> Descriptors =
    [
        .. typeof(HandlerAnalyzer).Assembly.GetType("WebSockets.Generator.Diagnostics.Descriptors")!
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (DiagnosticDescriptor)field.GetValue(null)!),
    ];

    // It is loaded already.
    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
