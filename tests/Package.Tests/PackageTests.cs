namespace WebSockets.Package.Tests;

/// <summary>The package of the library, from the sources to an app that uses it.</summary>
[Category("Package")]
[NonParallelizable]
public sealed class PackageTests
{
    private const string WithoutReflection = "<JsonSerializerIsReflectionEnabledByDefault>false</JsonSerializerIsReflectionEnabledByDefault>";

    /// <summary>What is in it, besides the pages of the diagnostics.</summary>
    private static readonly string[] Content =
    [
        "README.md",
        "WebSockets.nuspec",
        "analyzers/dotnet/cs/WebSockets.Generator.CodeFixes.dll",
        "analyzers/dotnet/cs/WebSockets.Generator.dll",
        "buildTransitive/WebSockets.props",
        "icon.png",
        "lib/net10.0/WebSockets.dll",
        "lib/net10.0/WebSockets.xml",
    ];

    private DirectoryInfo _folder;
    private DirectoryInfo _sources;
    private Package _package;

    [OneTimeSetUp]
    public async Task Pack()
    {
        _folder = Directory.CreateTempSubdirectory("websockets-package-");
        _sources = CleanCopy.Make(_folder);
        _package = await Package.PackAsync(_sources, "src/Runtime", _folder.CreateSubdirectory("feed"), "-c", "Release", "-p:ContinuousIntegrationBuild=true");
    }

    [OneTimeTearDown]
    public void Clean() => _folder.Delete(recursive: true);

    [Test]
    public void It_holds_this_and_nothing_else() =>
        Assert.That(_package.Entries.Where(entry => !entry.StartsWith(Package.Pages, StringComparison.Ordinal)), Is.EquivalentTo(Content));

    [Test]
    public void It_holds_the_page_of_each_diagnostic_to_which_the_compiler_links()
    {
        var pages = new DirectoryInfo(Path.Combine(_sources.FullName, Package.Pages)).EnumerateFiles().Select(page => Package.Pages + page.Name);

        Assert.That(_package.Entries.Where(entry => entry.StartsWith(Package.Pages, StringComparison.Ordinal)), Is.EquivalentTo(pages));
    }

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
        Assert.That(_package.Value("icon"), Is.EqualTo("icon.png"));
        Assert.That(_package.Value("license"), Is.EqualTo("MIT"));
        Assert.That(_package.Value("tags").Split(' '), Has.Member("websocket").And.Member("aspnetcore").And.Member("source-generator"));
        Assert.That(_package.Value("description"), Is.Not.Empty);
    }

    [TestCase("lib/net10.0/WebSockets.dll")]
    [TestCase("analyzers/dotnet/cs/WebSockets.Generator.dll")]
    [TestCase("analyzers/dotnet/cs/WebSockets.Generator.CodeFixes.dll")]
    public void Its_libraries_hold_their_symbols_and_name_no_directory_of_the_machine_that_built_them(string entry)
    {
        var documents = _package.SourceFiles(entry);

        Assert.That(documents, Is.Not.Empty);
        Assert.That(documents, Has.All.StartsWith("/_/"));
    }

    [Test]
    public async Task It_is_packed_in_Debug_too_with_the_same_content()
    {
        var folder = _folder.CreateSubdirectory("debug");

        var package = await Package.PackAsync(CleanCopy.Make(folder), "src/Runtime", folder.CreateSubdirectory("feed"), "-c", "Debug");

        Assert.That(package.Entries, Is.EquivalentTo(_package.Entries));
    }

    [Test]
    public async Task An_app_that_has_nothing_but_the_package_gets_our_errors_alone_and_fixed_builds_without_a_warning_runs_and_chats()
    {
        var consumer = new Consumer(_folder, "consumer", [_package]);

        // The chat, the clock, and the class around it.
        Assert.That(await consumer.ErrorsAsync(ConsumerSource.Broken), Is.EqualTo(new[] { "WSG0001", "WSG0001", "WSG0001", "WSG0209" }));

        await consumer.BuildAsync(ConsumerSource.Fixed);
        await Chatting.AssertAsync(consumer);
    }

    [Test]
    public async Task A_method_that_cannot_be_served_fails_the_build_whatever_the_project_suppresses_and_without_analyzers()
    {
        var consumer = new Consumer(_folder, "suppressed", [_package], "<NoWarn>$(NoWarn);WSG0204</NoWarn>");
        consumer.Write(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.WSG0204.severity = none\n");

        Assert.That(await consumer.ErrorsAsync(ConsumerSource.Suppressed), Is.EqualTo(new[] { "WSG0204" }));
        Assert.That(await consumer.ErrorsAsync(ConsumerSource.Suppressed, "-p:RunAnalyzers=false"), Is.EqualTo(new[] { "WSG0204" }));
    }

    [Test]
    public async Task An_app_without_reflection_gets_an_error_for_each_message_that_its_context_forgets_and_fixed_chats()
    {
        var consumer = new Consumer(_folder, "without-reflection", [_package], WithoutReflection);

        Assert.That(await consumer.ErrorsAsync(ConsumerSource.WithoutReflectionOrSum), Is.EqualTo(new[] { "WSG0301" }));

        await consumer.BuildAsync(ConsumerSource.WithoutReflection);
        await Chatting.AssertAsync(consumer);
    }
}
