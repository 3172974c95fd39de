using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Tests.Infrastructure;

/// <summary>The JSON generator of the SDK, which the analyzers see the output of.</summary>
internal static class JsonGenerator
{
    /// <summary>Where it is: …/dotnet/shared/Microsoft.NETCore.App/10.0.0 has its targeting pack at …/dotnet/packs.</summary>
    public static string Path { get; } = Find();

    public static ISourceGenerator Create()
    {
        var type = Assembly.LoadFrom(Path).GetTypes().Single(type => type.IsDefined(typeof(GeneratorAttribute)) && !type.IsAbstract);
        return ((IIncrementalGenerator)Activator.CreateInstance(type)!).AsSourceGenerator();
    }

    private static string Find()
    {
        var root = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var packs = new DirectoryInfo(System.IO.Path.Combine(root, "packs", "Microsoft.NETCore.App.Ref"));
        var pack = packs.EnumerateDirectories($"{Environment.Version.Major}.*").First();
        return System.IO.Path.Combine(pack.FullName, "analyzers", "dotnet", "cs", "System.Text.Json.SourceGeneration.dll");
    }
}
