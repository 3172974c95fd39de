using System.Globalization;
using WebSockets.SideBySide.Contest;

namespace WebSockets.SideBySide.Running;

/// <summary>Says to the load generator what a row is, in the protocol of a contestant.</summary>
internal static class LoadArguments
{
    private const string RecordEnd = @"\x1e";

    public static IEnumerable<string> For(Row row, Contestant contestant, int port, int process, double seconds, double warmUp)
    {
        var mode = row.Load switch { Load.Answers => "echo", Load.Fanout => "fanout", Load.Handshakes => "connect", _ => "idle" };
        string[] all =
        [
            mode, "-p", $"{port}", "-P", $"{process}", "-C", "1", "-c", $"{row.Connections}", "-d", $"{row.Depth}",
            "-t", seconds.ToString(CultureInfo.InvariantCulture), "-w", warmUp.ToString(CultureInfo.InvariantCulture),
        ];
        return [.. all, .. Fanout(row), .. contestant.SpeaksSignalR ? SignalR(row) : Plain(row, contestant)];
    }

    private static string[] Fanout(Row row) =>
        row.Load == Load.Fanout ? ["-k", $"{row.Publishers}", "-z", $"{row.SlowSubscribers}"] : [];

    private static IEnumerable<string> Plain(Row row, Contestant contestant)
    {
        // Who knows no structs sends and receives the same messages all the same.
        var path = row.Path == "/json-struct" && !contestant.IsOurs ? "/json" : row.Path;
        return
        [
            "-u", path,
            .. row.Load == Load.Fanout ? ["-U", contestant.PublisherPath] : Array.Empty<string>(),
            .. row.Exchange is { } exchange ? ["-m", exchange.Message, "-e", exchange.Answer] : new[] { "-s", $"{row.Size}" },
        ];
    }

    private static IEnumerable<string> SignalR(Row row)
    {
        string[] connection = ["-R", "-i", """{"protocol":"json","version":1}""" + RecordEnd, "-o", "{}" + RecordEnd];
        if (row.Load == Load.Fanout)
        {
            var text = Payload(row.Size);
            return
            [
                .. connection, "-u", "/sub", "-U", "/pub",
                "-m", $$"""{"type":1,"target":"Publish","arguments":["{{text}}"]}""" + RecordEnd,
                "-e", $$"""{"type":1,"target":"news","arguments":["{{text}}"]}""" + RecordEnd,
            ];
        }

        var exchange = row.Exchange ?? Exchange.Echo(Payload(row.Size));
        return
        [
            .. connection, "-u", "/hub",
            "-m", $$"""{"type":1,"invocationId":"1","target":"{{exchange.Target}}","arguments":[{{exchange.Arguments}}]}""" + RecordEnd,
            "-e", $$"""{"type":3,"invocationId":"1","result":{{exchange.Result}}}""" + RecordEnd,
        ];
    }

    // The same text that the load generator makes by itself: two numbers, then letters.
    private static string Payload(int size)
    {
        const string numbers = "########@@";
        return string.Create(size, numbers, static (text, numbers) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = i < numbers.Length ? numbers[i] : (char)('a' + (i % 26));
            }
        });
    }
}
