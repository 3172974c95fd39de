namespace WebSockets.Generator.Tests.Infrastructure;

/// <summary>The usings that Microsoft.NET.Sdk.Web gives to every file of a project.</summary>
internal static class WebUsings
{
    private static readonly string[] s_names =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Net.Http.Json", "System.Threading", "System.Threading.Tasks",
        "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    public static string Source { get; } = string.Concat(s_names.Select(name => $"global using {name};\n"));
}
