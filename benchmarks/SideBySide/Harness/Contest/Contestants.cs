namespace WebSockets.SideBySide.Contest;

internal static class Contestants
{
    public const string Transport = "transport";
    public const string TransportNative = "transport-aot";
    public const string Stock = "stock";
    public const string StockNative = "stock-aot";
    public const string Raw = "raw";
    public const string SignalR = "signalr";
    public const string Bun = "bun";

    public static IReadOnlyList<Contestant> All { get; } =
    [
        new(Transport, "WebSockets, epoll", port => [Places.Built("ours", "ours"), .. AspNetCore(port), "--transport", "epoll"]) { IsOurs = true },
        new(TransportNative, "… AOT", port => [Places.Built("ours-aot", "ours"), .. AspNetCore(port), "--transport", "epoll"]) { IsOurs = true, IsNative = true },
        new(Stock, "WebSockets, stock Kestrel", port => [Places.Built("ours", "ours"), .. AspNetCore(port)]) { IsOurs = true },
        new(StockNative, "… AOT", port => [Places.Built("ours-aot", "ours"), .. AspNetCore(port)]) { IsOurs = true, IsNative = true },
        new(Raw, "raw ASP.NET Core", port => [Places.Built("raw", "raw"), .. AspNetCore(port)]),
        new(SignalR, "SignalR", port => [Places.Built("signalr", "signalr"), .. AspNetCore(port)]) { IsContext = true, SpeaksSignalR = true },
        new("ws", "Node.js ws", port => ["node", Path.Combine(Places.Sources, "Node", "ws.mjs"), $"{port}"]) { IsContext = true },
        new(Bun, "Bun", port => [Path.Combine(Places.Sources, "Node", "node_modules", ".bin", "bun"), Path.Combine(Places.Sources, "Node", "bun.mjs"), $"{port}"]),
        new("c", "C reference", port => [Places.Built("native", "wsref"), $"{port}"])
        {
            IsNative = true,
            IsContext = true,
            Routes = ["/json", "/sub"],

            // Like a loop with corking, it collects what is published in one turn.
            PublisherPath = "/pubc",
        },
    ];

    private static string[] AspNetCore(int port) => ["--urls", $"http://127.0.0.1:{port}"];
}
