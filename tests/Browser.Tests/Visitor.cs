using Microsoft.Playwright;

namespace WebSockets.Browser.Tests;

/// <summary>Somebody with a browser of their own, whose console is watched from the first page to after the last.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    private Visitor(IBrowserContext context) => _context = context;

    public IPage Page { get; private set; } = null!;

    /// <summary>Errors and warnings in the console, and exceptions that nobody caught.</summary>
    public string[] Complaints
    {
        get
        {
            lock (_complaints)
            {
                return [.. _complaints];
            }
        }
    }

    public ILocator Log => Page.GetByRole(AriaRole.Log);

    public ILocator Said => Log.Locator(".body");

    public ILocator Pictures => Log.Locator("img");

    public ILocator People => Page.Locator("#people li > span:nth-child(2)");

    public ILocator Status => Page.GetByRole(AriaRole.Status);

    public ILocator Problem => Page.Locator("#problem");

    public ILocator MessageBox => Page.GetByLabel("Message", new() { Exact = true });

    public static async Task<Visitor> ComeAsync(IBrowser browser, Uri address, BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.BaseURL = address.ToString();
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(10_000);
        var visitor = new Visitor(context);
        context.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                visitor.Complain($"{message.Type}: {message.Text} ({message.Location})");
            }
        };
        context.WebError += (_, error) => visitor.Complain($"uncaught: {error.Error}");
        visitor.Page = await context.NewPageAsync();
        return visitor;
    }

    public async Task<IPage> OpenTabAsync() => await _context.NewPageAsync();

    public async Task LogInAsync(string nickname, string room)
    {
        await Page.GotoAsync("/#" + room);
        await Page.GetByLabel("Nickname").FillAsync(nickname);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await IsConnectedAsync();
    }

    public Task IsConnectedAsync() => Assertions.Expect(Status).ToHaveTextAsync("Connected");

    public async Task SayAsync(string text)
    {
        await MessageBox.FillAsync(text);
        await MessageBox.PressAsync("Enter");
    }

    public Task HearsAsync(string text) => Assertions.Expect(Said.Filter(new() { HasText = text })).ToHaveCountAsync(1);

    public async Task SeesPictureAsync() =>
        await Page.WaitForFunctionAsync("() => [...document.querySelectorAll('#log img')].some(image => image.complete && image.naturalWidth > 0)");

    /// <summary>Drops a picture on the page, as from the desktop.</summary>
    public async Task DropPictureAsync() => await Page.EvaluateAsync("""
        async () => {
          const canvas = new OffscreenCanvas(480, 300);
          const pen = canvas.getContext('2d');
          const sky = pen.createLinearGradient(0, 0, 0, 300);
          sky.addColorStop(0, '#2b3a8c');
          sky.addColorStop(.7, '#f2a65a');
          sky.addColorStop(1, '#f7d9a0');
          pen.fillStyle = sky;
          pen.fillRect(0, 0, 480, 300);
          pen.fillStyle = '#fff3c4';
          pen.beginPath();
          pen.arc(330, 190, 34, 0, 7);
          pen.fill();
          pen.fillStyle = '#1d2547';
          pen.beginPath();
          pen.moveTo(0, 300);
          for (let x = 0; x <= 480; x += 8) pen.lineTo(x, 235 + 30 * Math.sin(x / 60) + 10 * Math.sin(x / 17));
          pen.lineTo(480, 300);
          pen.fill();
          const files = new DataTransfer();
          files.items.add(new File([await canvas.convertToBlob({ type: 'image/png' })], 'evening.png', { type: 'image/png' }));
          document.body.dispatchEvent(new DragEvent('dragover', { dataTransfer: files, bubbles: true, cancelable: true }));
          document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
        }
        """);

    public Task<byte[]> PhotographAsync(string name) =>
        Page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Artifacts, "screenshots", name + ".png") });

    public Task<bool> FitsAsync() => Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth && document.body.scrollWidth <= innerWidth");

    public async ValueTask DisposeAsync() => await _context.CloseAsync();

    private void Complain(string what)
    {
        lock (_complaints)
        {
            _complaints.Add(what);
        }
    }
}
