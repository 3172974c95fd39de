using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebSockets.Testing;

namespace WebSockets.Interop.Tests;

/// <summary>A server on loopback that all clients talk to. Whatever it logs as an error fails the tests.</summary>
[SetUpFixture]
internal sealed class InteropHost
{
    public const int Limit = 128 * 1024;

    private static WebApplication? app;
    private static readonly ErrorLog Errors = new();

    public static string Address => app!.Urls.Single().Replace("http:", "ws:", StringComparison.Ordinal);

    public static Endings Endings => app!.Services.GetRequiredService<Endings>();

    [OneTimeSetUp]
    public async Task Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseTransportUnderTest();
        builder.Logging.ClearProviders().AddProvider(Errors);
        builder.Services.AddSingleton<Endings>();

        // Longer than any client may run: an ending that needs the time-out is one that has not worked.
        builder.Services.AddWebSocketHandlers(options => (options.MaxMessageSize, options.CloseTimeout) = (Limit, TimeSpan.FromMinutes(10)));
        app = builder.Build();
        app.MapWebSocketHandlers();
        app.MapWebSocketHandler<Echo>(options => (options.Path, options.Compression) = ("/deflate", true));
        app.MapWebSocketHandler<Echo>(options => (options.Path, options.KeepAliveInterval) = ("/kept", TimeSpan.FromSeconds(1)));
        await app.StartAsync();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await app!.DisposeAsync();
        Assert.That(Errors.Lines, Is.Empty);
    }

    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Lines.Enqueue($"{formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }
    }
}
