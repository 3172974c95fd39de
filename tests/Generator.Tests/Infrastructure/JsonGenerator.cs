using System.Reflection;
using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Tests.Infrastructure;

/// <summary>The generator of System.Text.Json that the SDK gives to every project.</summary>
internal static class JsonGenerator
{
    private static readonly Type s_type = Assembly.LoadFrom(Location).GetType("System.Text.Json.SourceGeneration.JsonSourceGenerator", throwOnError: true)!;

    private static string Location =>
        typeof(JsonGenerator).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "JsonGenerator").Value!;

    public static ISourceGenerator Create() => ((IIncrementalGenerator)Activator.CreateInstance(s_type)!).AsSourceGenerator();
}
