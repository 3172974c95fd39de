using System.Diagnostics;
using System.Text.RegularExpressions;

namespace WebSockets.Package.Tests;

/// <summary>A web app outside the repository, which knows the package by its name and version alone.</summary>
internal sealed partial class ConsumerApp : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Uri _address;

    private ConsumerApp(Process process, Uri address)
    {
        _process = process;
        _address = address;
    }

    public static async Task<ConsumerApp> StartAsync(DirectoryInfo parent, Package package)
    {
        var folder = parent.CreateSubdirectory("consumer");
        Write("Directory.Build.props", "<Project/>");
        Write("Directory.Packages.props", "<Project/>");
        Write("nuget.config", $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{Path.Combine(folder.FullName, "packages")}" />
              </config>
              <packageSources>
                <add key="packed" value="{package.File.DirectoryName}" />
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
                <RestorePackagesPath>{Path.Combine(folder.FullName, "packages")}</RestorePackagesPath>
                <UseAppHost>false</UseAppHost>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="WebSockets" Version="{package.Version}" />
              </ItemGroup>
            </Project>
            """);
        Write("Program.cs", ConsumerSource.Program);
        await Tool.RunAsync(folder, "build", "-c", "Release");

        var command = Tool.Command(folder, Path.Combine("bin", "Release", "net10.0", "Consumer.dll"), "--urls", "http://127.0.0.1:0");
        var process = Process.Start(command)!;
        try
        {
            return new(process, await ReadAddressAsync(process.StandardOutput));
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }

        void Write(string name, string text) => File.WriteAllText(Path.Combine(folder.FullName, name), text);
    }

    public Uri Chat(string room) => new UriBuilder(new Uri(_address, $"/chat/{room}")) { Scheme = "ws" }.Uri;

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        using var longest = new CancellationTokenSource(Longest);
        await _process.WaitForExitAsync(longest.Token);
        _process.Dispose();
    }

    private static async Task<Uri> ReadAddressAsync(StreamReader output)
    {
        using var longest = new CancellationTokenSource(Longest);
        while (await output.ReadLineAsync(longest.Token) is { } line)
        {
            if (Listening().Match(line) is { Success: true } found)
            {
                // Read on, or the app would wait for room in the pipe of its log.
                _ = output.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return new Uri(found.Groups[1].Value);
            }
        }

        throw new InvalidOperationException("The app has ended before it listened.");
    }

    [GeneratedRegex("Now listening on: (http://\\S+)")]
    private static partial Regex Listening();
}
