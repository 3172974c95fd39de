using WebSockets.Testing;

namespace WebSockets.Parity.Tests.Stress;

/// <summary>Many clients of one app, each read to its end by a task of its own.</summary>
internal sealed partial class Crowd : IAsyncDisposable
{
    private const string End = "end";

    // To a channel that nobody is in.
    private static readonly string Last = new Counted("nowhere", Counted.NoRound, 0, 0).ToString();

    private readonly TestApp _app;
    private readonly Task<List<Counted>>[] _received;

    private Crowd(TestApp app, TestClient[] clients, WebSocketConnection[] members)
    {
        _app = app;
        Clients = clients;
        Members = members;
        _received = [.. clients.Select(client => Task.Run(() => ReadAsync(client)))];
    }

    public TestClient[] Clients { get; }

    /// <summary>The server's end of each client.</summary>
    public WebSocketConnection[] Members { get; }

    public WebSocketConnections<Crowded> All => Connections(_app);

    public static async Task<Crowd> GatherAsync(int size)
    {
        // What waits for a client that the machine has no time for must not close it.
        var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<Crowded>(options => options.MaxPendingSendBytes = int.MaxValue));
        var clients = new TestClient[size];
        var members = new WebSocketConnection[size];
        for (var i = 0; i < size; i++)
        {
            clients[i] = await app.ConnectAsync("/crowd");
            members[i] = Connections(app).Find(await clients[i].ReceiveAsync())!;
        }

        return new(app, clients, members);
    }

    /// <summary>Completes when the server has handled all that these clients have said.</summary>
    public async Task SettleAsync(IEnumerable<int> clients)
    {
        foreach (var client in clients)
        {
            var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var last = Members[client].OnMessage((_, message) =>
            {
                if (message.Text == Last)
                {
                    settled.SetResult();
                }

                return ValueTask.CompletedTask;
            });
            await Clients[client].SendAsync(Last);
            await settled.Task.Soon();
        }
    }

    /// <summary>Ends the show, and gives what each client has received.</summary>
    public async Task<List<Counted>[]> EndAsync()
    {
        await All.All.SendTextAsync(End);
        return await Task.WhenAll(_received).Soon();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in Clients)
        {
            await client.DisposeAsync();
        }

        await _app.DisposeAsync();
    }

    private static WebSocketConnections<Crowded> Connections(TestApp app) => Plugin.ServiceExtensions.Connections<Crowded>(app.Services);

    private static async Task<List<Counted>> ReadAsync(TestClient client)
    {
        var received = new List<Counted>();
        while (await client.ReceiveAsync() is var text and not End)
        {
            received.Add(Counted.Parse(text));
        }

        return received;
    }

    /// <summary>Passes on what a client says to the channels that it names, but not to itself.</summary>
    [WebSocketHandler("/crowd")]
    internal sealed partial class Crowded
    {
        [OnOpen]
        string Open(WebSocketConnection me) => me.Id;

        [OnMessage]
        ValueTask Say(WebSocketConnection me, string text) => me.To(Counted.Parse(text).Target).BroadcastTextAsync(text);
    }
}
