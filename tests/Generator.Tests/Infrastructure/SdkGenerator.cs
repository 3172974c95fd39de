using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Tests.Infrastructure;

/// <summary>A generator of the SDK, which runs beside ours in the projects of users.</summary>
/// <param name="Pack">The targeting pack that it comes with: …/dotnet/shared/Microsoft.NETCore.App/10.0.0 has those at …/dotnet/packs.</param>
/// <param name="Name">The assembly.</param>
/// <param name="Type">The class, of several.</param>
internal sealed record SdkGenerator(string Pack, string Name, string Type)
{
    public static readonly SdkGenerator Json = new("Microsoft.NETCore.App.Ref", "System.Text.Json.SourceGeneration", "JsonSourceGenerator");

    public static readonly SdkGenerator Regex = new("Microsoft.NETCore.App.Ref", "System.Text.RegularExpressions.Generator", "RegexGenerator");

    public static readonly SdkGenerator Logging = new("Microsoft.AspNetCore.App.Ref", "Microsoft.Extensions.Logging.Generators", "LoggerMessageGenerator");

    /// <summary>That of minimal APIs, which every app has that is published ahead of time.</summary>
    public static readonly SdkGenerator RequestDelegate = new("Microsoft.AspNetCore.App.Ref", "Microsoft.AspNetCore.Http.RequestDelegateGenerator", "RequestDelegateGenerator");

    public string Path
    {
        get
        {
            var root = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
            var packs = new DirectoryInfo(System.IO.Path.Combine(root, "packs", Pack));
            var pack = packs.EnumerateDirectories($"{Environment.Version.Major}.*").First();
            return System.IO.Path.Combine(pack.FullName, "analyzers", "dotnet", "cs", Name + ".dll");
        }
    }

    public ISourceGenerator Create()
    {
        var type = Assembly.LoadFrom(Path).GetTypes().Single(type => type.IsDefined(typeof(GeneratorAttribute)) && type.Name == Type);
        return Activator.CreateInstance(type) switch
        {
            IIncrementalGenerator incremental => incremental.AsSourceGenerator(),
            var other => (ISourceGenerator)other!,
        };
    }
}
