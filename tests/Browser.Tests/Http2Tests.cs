using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Testing;

namespace WebSockets.Browser.Tests;

/// <summary>WebSockets over HTTP/2 (RFC 8441), as Chromium opens them once it has an HTTP/2 connection to the host.</summary>
[Category("Browser")]
[NonParallelizable]
internal sealed class Http2Tests
{
    private WebApplication _app = null!;
    private IPlaywright? _playwright;
    private IBrowser _browser = null!;
    private IPage _page = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        var chromium = Chromium.Require();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTransportUnderTest().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(TestCertificate.Value);
        }));
        builder.Services.AddWebSocketHandlers();
        _app = builder.Build();
        _app.MapGet("/", http => http.Response.WriteAsync($"<!doctype html><title>{http.Request.Protocol}</title>"));
        _app.MapWebSocketHandler<Streams>();
        await _app.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.LaunchAsync(_playwright, chromium);
        _page = await _browser.NewPageAsync(new() { BaseURL = _app.Urls.Single(), IgnoreHTTPSErrors = true });
        await _page.GotoAsync("/");
        Assert.That(await _page.TitleAsync(), Is.EqualTo("HTTP/2"));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    [Test]
    public async Task Text_and_binary_of_all_sizes_come_back_over_an_extended_connect()
    {
        var answers = await _page.EvaluateAsync<string[]>("""
            () => new Promise((resolve, reject) => {
              const socket = new WebSocket(`wss://${location.host}/streams`);
              socket.binaryType = 'arraybuffer';
              const sent = ['hello', 'ä'.repeat(20000), new Uint8Array(60000).fill(7)];
              const answers = [];
              socket.onmessage = event => {
                if (answers.length > 0) {
                  const back = event.data, asked = sent[answers.length - 1];
                  const isSame = typeof back === 'string' ? back === asked : back.byteLength === asked.length && new Uint8Array(back).every(byte => byte === 7);
                  answers.push(isSame ? 'same' : 'other');
                } else {
                  answers.push(event.data); // the protocol and method of the request
                }
                if (answers.length <= sent.length) socket.send(sent[answers.length - 1]);
                else socket.close(4000, 'enough');
              };
              socket.onclose = event => resolve([...answers, `${event.wasClean} ${event.code}`]);
              socket.onerror = () => reject(new Error('the socket failed'));
            })
            """);

        Assert.That(answers, Is.EqualTo(new[] { "HTTP/2 CONNECT", "same", "same", "same", "true 4000" }));
    }

    [Test]
    public async Task Fifty_sockets_share_one_connection_and_the_servers_close_arrives()
    {
        var codes = await _page.EvaluateAsync<int[]>("""
            () => Promise.all(Array.from({ length: 50 }, (_, i) => new Promise((resolve, reject) => {
              const socket = new WebSocket(`wss://${location.host}/streams`);
              socket.onopen = () => socket.send(`close ${4000 + i}`);
              socket.onclose = event => resolve(event.code);
              socket.onerror = () => reject(new Error('the socket failed'));
            })))
            """);

        Assert.That(codes, Is.EqualTo(Enumerable.Range(4000, 50)));
    }

    [Test]
    public async Task A_page_of_another_origin_is_refused()
    {
        var page = await _browser.NewPageAsync(new() { IgnoreHTTPSErrors = true });
        await page.GotoAsync("data:text/html,<title>elsewhere</title>");

        var code = await page.EvaluateAsync<int>("""
            host => new Promise(resolve => {
              const socket = new WebSocket(`wss://${host}/streams`);
              socket.onclose = event => resolve(event.code);
            })
            """, new Uri(_app.Urls.Single()).Authority);

        Assert.That(code, Is.EqualTo(1006));
        await page.CloseAsync();
    }
}
