using System.Text.RegularExpressions;

namespace WebSockets.Package.Tests;

/// <summary>A web app's project outside the repository, which knows the packages by their names and versions alone.</summary>
internal sealed partial class Consumer
{
    private readonly DirectoryInfo _folder;

    /// <param name="parent">Where its folder is made.</param>
    /// <param name="name">The folder's name.</param>
    /// <param name="packages">What it refers to.</param>
    /// <param name="properties">Further properties of the project.</param>
    /// <param name="feeds">The only places that anything is restored from; null: where the packages are.</param>
    public Consumer(DirectoryInfo parent, string name, Package[] packages, string properties = "", Package[]? feeds = null)
    {
        _folder = parent.CreateSubdirectory(name);
        Write("Directory.Build.props", "<Project/>");
        Write("Directory.Packages.props", "<Project/>");
        Write("nuget.config", $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{Path.Combine(_folder.FullName, "packages")}" />
              </config>
              <packageSources>
                <clear />
                {string.Concat((feeds ?? packages).Select(package => $"""<add key="{package.Id}" value="{package.File.DirectoryName}" />"""))}
              </packageSources>
            </configuration>
            """);
        Write("Consumer.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RestorePackagesPath>{Path.Combine(_folder.FullName, "packages")}</RestorePackagesPath>
                <UseAppHost>false</UseAppHost>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {string.Concat(packages.Select(package => $"""<PackageReference Include="{package.Id}" Version="{package.Version}" />"""))}
              </ItemGroup>
            </Project>
            """);
    }

    /// <summary>Builds this program, which must give no warning.</summary>
    public Task BuildAsync(string program)
    {
        Write("Program.cs", program);
        return Tool.RunAsync(_folder, "build", "-c", "Release");
    }

    /// <summary>Builds this program, and gives the ids of all its errors, each as often as it stands at a place of its own.</summary>
    public async Task<string[]> ErrorsAsync(string program, params string[] options)
    {
        Write("Program.cs", program);
        var (exitCode, output) = await Tool.TryAsync(_folder, ["build", "-c", "Release", .. options]);
        Assert.That(exitCode, Is.Not.Zero, output);
        return [.. Error().Matches(output).DistinctBy(error => error.Value).Select(error => error.Groups["id"].Value).Order(StringComparer.Ordinal)];
    }

    /// <summary>Starts what was built.</summary>
    public Task<ConsumerApp> StartAsync() =>
        ConsumerApp.StartAsync(Tool.Command(_folder, Path.Combine("bin", "Release", "net10.0", "Consumer.dll"), "--urls", "http://127.0.0.1:0"));

    /// <summary>Adds a file to the project.</summary>
    public void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    [GeneratedRegex(@"^.*\(\d+,\d+\): error (?<id>\w+):", RegexOptions.Multiline)]
    private static partial Regex Error();
}
