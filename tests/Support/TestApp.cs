using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WebSockets.Testing;

/// <summary>
/// An app with real Kestrel, on a loopback port of its own. It reads no file and no variable of the environment, and a test fails that makes it
/// log a warning or an error, unless it says so with <see cref="ExpectErrors"/>.
/// </summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly LoggedErrors _errors;
    private bool _expectsErrors;

    private TestApp(WebApplication app, LoggedErrors errors)
    {
        _app = app;
        _errors = errors;
        Http = new Uri(app.Urls.First());
        Client = new HttpClient { BaseAddress = Http };
    }

    public Uri Http { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public Journal Journal => Services.GetRequiredService<Journal>();

    public static async Task<TestApp> StartAsync(
        Action<WebApplication> map,
        Action<WebApplicationBuilder>? configure = null,
        Dictionary<string, string?>? configuration = null)
    {
        var errors = new LoggedErrors();
        var builder = CreateBuilder(configuration);
        builder.Logging.AddProvider(errors);
        configure?.Invoke(builder);
        builder.Services.AddWebSocketHandlers();
        var app = builder.Build();
        map(app);
        await app.StartAsync(Bounded.Token);
        return new TestApp(app, errors);
    }

    public static WebApplicationBuilder CreateBuilder(Dictionary<string, string?>? configuration = null)
    {
        // Each file that is watched takes one of the few watches that the system has for a user.
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(configuration ?? []);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseTransportUnderTest();
        builder.Services.AddSingleton<Journal>();
        return builder;
    }

    /// <summary>The address of a path for WebSockets.</summary>
    public Uri Ws(string path) => new UriBuilder(new Uri(Http, path)) { Scheme = "ws" }.Uri;

    public Task<TestClient> ConnectAsync(string path, Action<System.Net.WebSockets.ClientWebSocketOptions>? options = null) =>
        TestClient.ConnectAsync(Ws(path), options);

    /// <summary>The test makes something fail on purpose.</summary>
    public TestApp ExpectErrors()
    {
        _expectsErrors = true;
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(Bounded.Token);
        await _app.DisposeAsync();
        if (!_expectsErrors && !TestContext.CurrentContext.Result.Assertions.Any())
        {
            Assert.That(_errors.Entries, Is.Empty, "what the app has logged");
        }
    }
}
