namespace WebSockets.Package.Tests;

/// <summary>The package of the epoll transport, beside that of the library.</summary>
[Category("Package")]
[NonParallelizable]
public sealed class TransportPackageTests
{
    private static readonly string[] Content =
    [
        "README.md",
        "WebSockets.Transport.nuspec",
        "icon.png",
        "lib/net10.0/WebSockets.Transport.dll",
        "lib/net10.0/WebSockets.Transport.xml",
    ];

    private DirectoryInfo _folder;
    private Package _library;
    private Package _transport;

    [OneTimeSetUp]
    public async Task Pack()
    {
        _folder = Directory.CreateTempSubdirectory("websockets-transport-package-");
        var sources = CleanCopy.Make(_folder);
        _library = await Package.PackAsync(sources, "src/Runtime", _folder.CreateSubdirectory("library"), "-c", "Release", "-p:ContinuousIntegrationBuild=true");
        _transport = await Package.PackAsync(sources, "src/Transport", _folder.CreateSubdirectory("transport"), "-c", "Release", "-p:ContinuousIntegrationBuild=true");
    }

    [OneTimeTearDown]
    public void Clean() => _folder.Delete(recursive: true);

    [Test]
    public void It_holds_this_and_nothing_else() => Assert.That(_transport.Entries, Is.EquivalentTo(Content));

    [Test]
    public void It_depends_on_the_library_of_the_same_version_with_all_that_this_brings_and_on_the_web_framework()
    {
        var dependency = _transport.Elements("dependency").Single();

        Assert.That(
            (dependency.Attribute("id")!.Value, dependency.Attribute("version")!.Value, dependency.Attribute("exclude")?.Value),
            Is.EqualTo(("WebSockets", _library.Version, (string?)null)));
        Assert.That(_transport.Version, Is.EqualTo(_library.Version));
        Assert.That(_transport.Elements("frameworkReference").Select(element => element.Attribute("name")!.Value), Is.EqualTo(new[] { "Microsoft.AspNetCore.App" }));
    }

    [Test]
    public void It_says_what_it_is()
    {
        Assert.That(_transport.Id, Is.EqualTo("WebSockets.Transport"));
        Assert.That(_transport.Value("readme"), Is.EqualTo("README.md"));
        Assert.That(_transport.Value("icon"), Is.EqualTo("icon.png"));
        Assert.That(_transport.Value("license"), Is.EqualTo("MIT"));
        Assert.That(_transport.Value("tags").Split(' '), Has.Member("websocket").And.Member("kestrel").And.Member("epoll"));
        Assert.That(_transport.Value("description"), Does.Contain("Linux"));
    }

    [Test]
    public void Its_library_holds_its_symbols_and_names_no_directory_of_the_machine_that_built_it()
    {
        var documents = _transport.SourceFiles("lib/net10.0/WebSockets.Transport.dll");

        Assert.That(documents, Is.Not.Empty);
        Assert.That(documents, Has.All.StartsWith("/_/"));
    }

    [TestCase(true, TestName = "An app that refers to both packages chats over the epoll transport")]
    [TestCase(false, TestName = "An app that refers to the transport's package alone gets the library and its generator with it")]
    public async Task It_is_used(bool both)
    {
        var consumer = new Consumer(_folder, both ? "both" : "one", both ? [_library, _transport] : [_transport], feeds: [_library, _transport]);

        await consumer.BuildAsync(ConsumerSource.OverEpoll);
        await Chatting.AssertAsync(consumer);
    }
}
