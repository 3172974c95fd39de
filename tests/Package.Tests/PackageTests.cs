using System.Net.WebSockets;
using System.Text;

namespace WebSockets.Package.Tests;

/// <summary>The one package, from the sources to an app that uses it.</summary>
[Category("Package")]
[NonParallelizable]
public sealed class PackageTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private DirectoryInfo _folder;
    private Package _package;

    [OneTimeSetUp]
    public async Task Pack()
    {
        _folder = Directory.CreateTempSubdirectory("websockets-package-");
        _package = await Package.PackAsync(CleanCopy.Make(_folder), _folder.CreateSubdirectory("feed"), "-c", "Release");
    }

    [OneTimeTearDown]
    public void Clean() => _folder.Delete(recursive: true);

    [Test]
    public void It_holds_the_library_its_documentation_the_read_me_the_generator_and_the_code_fixes() => Assert.That(
        _package.Entries,
        Is.SupersetOf(new[]
        {
            "lib/net10.0/WebSockets.dll",
            "lib/net10.0/WebSockets.xml",
            "buildTransitive/WebSockets.props",
            "README.md",
            "analyzers/dotnet/cs/WebSockets.Generator.dll",
            "analyzers/dotnet/cs/WebSockets.Generator.CodeFixes.dll",
        }));

    [Test]
    public void It_holds_no_other_library() => Assert.That(
        _package.Entries.Where(entry => entry.EndsWith(".dll", StringComparison.Ordinal) && !entry.StartsWith("analyzers/dotnet/cs/WebSockets.Generator", StringComparison.Ordinal)),
        Is.EqualTo(new[] { "lib/net10.0/WebSockets.dll" }));

    [Test]
    public void It_depends_on_no_package_and_on_the_web_framework_alone()
    {
        Assert.That(_package.Elements("dependency"), Is.Empty);
        Assert.That(_package.Elements("frameworkReference").Select(element => element.Attribute("name")!.Value), Is.EqualTo(new[] { "Microsoft.AspNetCore.App" }));
    }

    [Test]
    public void It_says_what_it_is()
    {
        Assert.That(_package.Value("id"), Is.EqualTo("WebSockets"));
        Assert.That(_package.Value("readme"), Is.EqualTo("README.md"));
        Assert.That(_package.Value("license"), Is.EqualTo("MIT"));
        Assert.That(_package.Value("description"), Is.Not.Empty);
    }

    [Test]
    public async Task It_is_packed_in_Debug_too()
    {
        var folder = _folder.CreateSubdirectory("debug");

        var package = await Package.PackAsync(CleanCopy.Make(folder), folder.CreateSubdirectory("feed"), "-c", "Debug");

        Assert.That(package.Entries.Where(entry => entry.EndsWith(".dll", StringComparison.Ordinal)), Is.EqualTo(_package.Entries.Where(entry => entry.EndsWith(".dll", StringComparison.Ordinal))));
    }

    [Test]
    public async Task An_app_that_has_nothing_but_the_package_builds_without_a_warning_runs_and_chats()
    {
        await using var app = await ConsumerApp.StartAsync(_folder, _package);
        using var one = await ConnectAsync(app.Chat("lobby"));
        using var two = await ConnectAsync(app.Chat("lobby"));

        await SendAsync(one, """{"type":"add","id":1,"a":2,"b":3}""");
        Assert.That(await ReceiveAsync(one), Is.EqualTo("""{"type":"sum","id":1,"value":5}"""));
        await SendAsync(two, """{"type":"add","id":2,"a":2,"b":2}""");
        Assert.That(await ReceiveAsync(two), Is.EqualTo("""{"type":"sum","id":2,"value":4}"""));
        await SendAsync(one, """{"type":"say","text":"hi"}""");

        Assert.That(await ReceiveAsync(one), Does.Match("""^\{"type":"said","from":"[\w-]{22}","text":"hi"\}$"""));
        Assert.That(await ReceiveAsync(two), Does.Match("""^\{"type":"said","from":"[\w-]{22}","text":"hi"\}$"""));
    }

    private static async Task<ClientWebSocket> ConnectAsync(Uri address)
    {
        var socket = new ClientWebSocket();
        using var bound = new CancellationTokenSource(Bound);
        await socket.ConnectAsync(address, bound.Token);
        return socket;
    }

    private static async Task SendAsync(ClientWebSocket socket, string text)
    {
        using var bound = new CancellationTokenSource(Bound);
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, bound.Token);
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        using var bound = new CancellationTokenSource(Bound);
        var buffer = new byte[4096];
        var result = await socket.ReceiveAsync(buffer, bound.Token);
        return Encoding.UTF8.GetString(buffer, 0, result.Count);
    }
}
