using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Closing;

/// <summary>A new server takes the place of an old one, again and again, while clients go on: what was acknowledged is not lost.</summary>
internal sealed class RollingRestartTests
{
    private const int Clients = 20;
    private const int Restarts = 5;
    private const int UnderWay = 4;

    [Test]
    public async Task Nothing_that_was_acknowledged_is_lost_in_a_rolling_restart()
    {
        var book = new Book();
        var current = await StartAsync(book);
        using var end = new CancellationTokenSource();
        Client[] clients = [.. Enumerable.Range(0, Clients).Select(id => new Client(id, book, () => current.Port))];
        var running = clients.Select(client => Task.Run(() => client.RunAsync(end.Token))).ToArray();
        await ProgressAsync(clients);

        for (var i = 0; i < Restarts; i++)
        {
            var old = current;
            current = await StartAsync(book);
            await old.StopAsync();
            await old.DisposeAsync();
            await ProgressAsync(clients);
        }

        await end.CancelAsync();
        await Task.WhenAll(running).Within("the clients end");
        await current.DisposeAsync();

        Assert.That(clients.SelectMany(client => client.Statuses).Distinct(), Is.EquivalentTo(new[] { 1012 }), "what the clients were told");
        Assert.That(clients.Select(client => client.Statuses.Count), Has.All.EqualTo(Restarts), "each was told at every restart");
        Assert.That(book.Opened, Is.EqualTo(book.Closed).And.EqualTo(Clients * (Restarts + 1)));
    }

    private static Task<TestHost> StartAsync(Book book) => TestHost.StartAsync<Clerk>(
        options => (options.DrainStatus, options.DrainSpread) = ((WebSocketCloseStatus)1012, TimeSpan.FromMilliseconds(100)),
        setup => setup.Services = services => services.AddSingleton(book));

    private static Task ProgressAsync(Client[] clients)
    {
        var goals = clients.Select(client => client.Acknowledged + 10 * UnderWay).ToArray();
        return Bounded.Until(() => clients.Zip(goals).All(pair => pair.First.Acknowledged >= pair.Second), "every client goes on");
    }

    /// <summary>Sends numbered entries, some at a time, and sends again to the next server what was not acknowledged.</summary>
    private sealed class Client(int id, Book book, Func<int> port)
    {
        private int _acknowledged;

        public int Acknowledged => Volatile.Read(ref _acknowledged);

        public List<int> Statuses { get; } = [];

        public async Task RunAsync(CancellationToken end)
        {
            while (!end.IsCancellationRequested)
            {
                using var socket = new ClientWebSocket();
                try
                {
                    await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port()}/restart"), CancellationToken.None);
                }
                catch (WebSocketException)
                {
                    continue; // it has just stopped: the next is there already
                }

                await SpeakAsync(socket, end);
            }
        }

        private async Task SpeakAsync(ClientWebSocket socket, CancellationToken end)
        {
            var buffer = new byte[64];
            while (!end.IsCancellationRequested)
            {
                for (var i = 0; i < UnderWay; i++)
                {
                    await socket.SendAsync(Encoding.UTF8.GetBytes($"{id}:{_acknowledged + i}"), WebSocketMessageType.Text, true, CancellationToken.None);
                }

                for (var i = 0; i < UnderWay; i++)
                {
                    var answer = await socket.ReceiveAsync(buffer, CancellationToken.None);
                    if (answer.MessageType == WebSocketMessageType.Close)
                    {
                        Statuses.Add((int)socket.CloseStatus!);
                        await socket.CloseOutputAsync(socket.CloseStatus!.Value, null, CancellationToken.None);
                        return;
                    }

                    var entry = Encoding.UTF8.GetString(buffer, 0, answer.Count);
                    Assert.That(entry, Is.EqualTo($"{id}:{_acknowledged}"));
                    Assert.That(book.Entries.ContainsKey(entry), "what is acknowledged is there");
                    Volatile.Write(ref _acknowledged, _acknowledged + 1);
                }
            }

            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
    }
}

/// <summary>What all servers write to, as a database.</summary>
internal sealed class Book
{
    private int _opened;
    private int _closed;

    public ConcurrentDictionary<string, bool> Entries { get; } = new();

    public int Opened => Volatile.Read(ref _opened);

    public int Closed => Volatile.Read(ref _closed);

    public void Open() => Interlocked.Increment(ref _opened);

    public void Close() => Interlocked.Increment(ref _closed);
}

/// <summary>Writes each entry down, and only then acknowledges it.</summary>
[WebSocketHandler("/restart")]
internal sealed partial class Clerk(Book book)
{
    [OnOpen]
    public void Open() => book.Open();

    [OnMessage]
    public async Task<string> Write(string entry)
    {
        await Task.Yield();
        book.Entries[entry] = true;
        return entry;
    }

    [OnClose]
    public void Close() => book.Close();
}
