namespace WebSockets.SideBySide.Contest;

internal static class Rows
{
    public const string Handshakes = "connect";
    public const string Idle = "idle";

    public static IReadOnlyList<Row> All { get; } =
    [
        .. Answers("echo-64B", "echo 64 B", "/echo", row => row with { Size = 64 }),
        .. Answers("echo-1KiB", "echo 1 KiB", "/echo", row => row with { Size = 1024 }),
        .. Answers("echo-64KiB", "echo 64 KiB", "/echo", row => row with { Size = 65536 }),
        .. Answers("json", "JSON add", "/json", row => row with { Exchange = Exchange.Add }),
        .. Answers("json-struct", "JSON add, structs", "/json-struct", row => row with { Exchange = Exchange.Add, Admits = IsCompared }),
        .. Answers("chat", "JSON chat message", "/chat", row => row with { Exchange = Exchange.Chat, Admits = contestant => !contestant.IsNative }),
        .. Fanouts("1k", "1,000", 1000, row => row with { Admits = contestant => row.Size == 128 || !contestant.IsNative }),
        .. Fanouts("10k", "10,000", 10_000, row => row with { Admits = contestant => IsCompared(contestant) && !contestant.IsNative, MaxRounds = 3 }),
        Fanout("1k", "1,000", 1000, 4096, 8) with
        {
            Id = "fanout-slow",
            Title = "fan-out, 1,000 subscribers of which 50 do not read, 4 KiB, 8 publishers",
            SlowSubscribers = 50,

            // Until the buffers of those that do not read are full, and the server has to do something about them.
            WarmUp = 2.5,
            Admits = contestant => !contestant.IsNative,
        },
        new(Handshakes, "handshake and close", Load.Handshakes, "/echo"),
        new(Idle, "idle memory for each of 10,000 connections", Load.Idle, "/echo") { Connections = 10_000, MaxRounds = 1 },
    ];

    // Those whose ratios decide.
    private static bool IsCompared(Contestant contestant) => !contestant.IsContext;

    private static IEnumerable<Row> Answers(string id, string title, string path, Func<Row, Row> shape) =>
        from depth in new[] { 1, 16 }
        select shape(new Row($"{id}-d{depth}", $"{title}, depth {depth}", Load.Answers, path) { Depth = depth });

    private static IEnumerable<Row> Fanouts(string id, string title, int subscribers, Func<Row, Row> shape) =>
        from size in new[] { 128, 4096 }
        from publishers in new[] { 1, 8 }
        select shape(Fanout(id, title, subscribers, size, publishers));

    private static Row Fanout(string id, string title, int subscribers, int size, int publishers)
    {
        var sizeTitle = size < 1024 ? $"{size} B" : $"{size / 1024} KiB";
        return new Row(
            $"fanout-{id}-{sizeTitle.Replace(" ", "")}-p{publishers}",
            $"fan-out, {title} subscribers, {sizeTitle}, {publishers} publisher{(publishers > 1 ? "s" : "")}",
            Load.Fanout,
            "/sub")
        {
            Connections = subscribers,
            Publishers = publishers,
            Size = size,
        };
    }
}
