using Microsoft.Playwright;

namespace WebSockets.Browser.Tests;

/// <summary>A published sample, and visitors whose consoles have to stay clean.</summary>
[Category("Browser")]
[NonParallelizable]
internal abstract class BrowserFixture(string sampleName)
{
    private readonly List<Visitor> _visitors = [];
    private IPlaywright? _playwright;
    private IBrowser _browser = null!;
    private Sample? _sample;

    protected Sample Sample => _sample!;

    protected string Program { get; private set; } = null!;

    protected string Home { get; } = Path.Combine(Repository.Artifacts, "home");

    [OneTimeSetUp]
    public async Task StartSample()
    {
        var chromium = Chromium.Require();
        Program = await Sample.PublishAsync(sampleName);
        _sample = await Sample.StartAsync(Program, Home);
        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.LaunchAsync(_playwright, chromium);
    }

    [OneTimeTearDown]
    public async Task StopSample()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        if (_sample is null)
        {
            return;
        }

        await using (_sample)
        {
            Assert.That(await _sample.StopAsync(), Is.Zero, "The sample has not ended well.");
            Assert.That(_sample.Log, Does.Not.Contain("fail:").And.Not.Contain("crit:").And.Not.Contain("Unhandled exception"));
        }
    }

    [TearDown]
    public async Task ConsolesAreClean()
    {
        foreach (var visitor in _visitors)
        {
            // Closing is part of what must leave no trace in the console.
            await visitor.DisposeAsync();
        }

        var complaints = _visitors.SelectMany(visitor => visitor.Complaints).ToArray();
        _visitors.Clear();
        Assert.That(complaints, Is.Empty);
    }

    protected Task<Visitor> VisitorAsync(BrowserNewContextOptions? options = null) => VisitorAsync(Sample.Address, options);

    protected async Task<Visitor> VisitorAsync(Uri address, BrowserNewContextOptions? options = null)
    {
        var visitor = await ComeAsync(address, options);
        _visitors.Add(visitor);
        return visitor;
    }

    /// <summary>One whose console is not watched: the test lets something happen that browsers complain about.</summary>
    protected Task<Visitor> ComeAsync(Uri address, BrowserNewContextOptions? options = null) => Visitor.ComeAsync(_browser, address, options);
}
