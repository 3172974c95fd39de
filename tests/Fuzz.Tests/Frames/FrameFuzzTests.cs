using System.Buffers;
using System.Net.WebSockets;
using WebSockets.Framing;
using WebSockets.Fuzz.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Framing;

namespace WebSockets.Fuzz.Tests.Frames;

/// <summary>The reader of frames: whatever comes, and however it is cut, it says the same, and nothing that is not defined.</summary>
internal sealed class FrameFuzzTests
{
    private const int MostChoices = 160;

    private const string Broken = "broken";

    private static readonly string[] Violations = ["Violation 1002", "Violation 1007", "Violation 1009"];

    [Test]
    public void However_a_stream_is_cut_the_same_arrives_and_a_violation_is_a_defined_one() => Fuzzing.Run(MostChoices, CheckSplits, Print(damaged: true), share: 10);

    [Test]
    public void What_is_read_without_a_violation_is_what_the_frameworks_server_reads() => Fuzzing.Run(MostChoices, CheckFramework, Print(damaged: true), share: 10);

    [Test]
    public void A_valid_stream_is_read_without_a_violation_and_as_the_frameworks_server_reads_it() => Fuzzing.Run(MostChoices, CheckValid, Print(damaged: false), share: 20);

    private static Func<Choices, string> Print(bool damaged) => choices =>
    {
        var (limit, deflates) = Reader(choices);
        return $"limit {limit}, {(deflates ? "deflates" : "plain")}: {Convert.ToHexString(FrameStream.Of(choices, deflates, damaged))}";
    };

    private static (int Limit, bool Deflates) Reader(Choices choices) => (choices.Of<int>([70_000, 1000, 130, 10]), choices.OneIn(2));

    private static void CheckSplits(Choices choices)
    {
        var (limit, deflates) = Reader(choices);
        var bytes = FrameStream.Of(choices, deflates, damaged: true);
        var expected = Arrivals.Of(new FrameReader(limit, deflates), bytes);
        CheckEnding(expected);

        Same(expected, Arrivals.Of(new FrameReader(limit, deflates), Packets(bytes, choices)), "in packets");
        using (var arrivals = new Arrivals(new FrameReader(limit, deflates)))
        {
            arrivals.Receive(Segments.Of(Packets(bytes, choices)));
            Same(expected, arrivals.Events, "in segments");
        }

        Same(expected, WholeFirst(new FrameReader(limit, deflates), bytes), "whole messages first");
    }

    private static void CheckEnding(IReadOnlyList<string> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var isViolation = events[i].StartsWith("Violation", StringComparison.Ordinal);
            if ((isViolation && !Violations.Contains(events[i])) || ((isViolation || events[i].StartsWith("Close", StringComparison.Ordinal)) && i < events.Count - 1))
            {
                throw new InvalidOperationException($"Not defined: {string.Join(", ", events)}");
            }
        }
    }

    private static void CheckFramework(Choices choices)
    {
        var (limit, _) = Reader(choices);
        var bytes = FrameStream.Of(choices, deflates: false, damaged: true);
        var events = Arrivals.Of(new FrameReader(limit), bytes);
        if (!events.Any(arrived => arrived.StartsWith("Violation", StringComparison.Ordinal)))
        {
            SameAsFramework(events, bytes);
        }
    }

    private static void CheckValid(Choices choices)
    {
        Reader(choices);
        var bytes = FrameStream.Of(choices, deflates: false, damaged: false);
        SameAsFramework(Arrivals.Of(new FrameReader(70_000), bytes), bytes);
    }

    private static void SameAsFramework(IReadOnlyList<string> events, byte[] bytes)
    {
        using var socket = new ServerSocket(bytes);
        var theirs = socket.ReadAll();
        var ours = events
            .Where(arrived => !arrived.StartsWith("Ping", StringComparison.Ordinal) && !arrived.StartsWith("Pong", StringComparison.Ordinal))
            .Select(arrived => arrived switch
            {
                "Close 1005 (none)" => "Close 1000 ", // to the framework no status is a normal closure
                "Violation 1002" => Broken, // of a close frame: some have a status that may not be sent
                _ => arrived,
            })
            .ToList();
        if (ours is [.., var last] && theirs is [.., Broken] && last.StartsWith("Close 101", StringComparison.Ordinal))
        {
            (ours[^1], theirs[^1]) = ("", ""); // registered since, and not known to the framework
        }

        Same(theirs, ours, "as the framework's server");
    }

    private static byte[][] Packets(byte[] bytes, Choices choices)
    {
        var packets = new List<byte[]>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(choices.Next(4) switch { 0 => bytes.Length, 1 => 1, 2 => choices.Next(16), _ => choices.Next(256) }, bytes.Length - at);
            packets.Add(bytes[at..(at + length)]);
            at += length;
        }

        return [.. packets];
    }

    // As the loop of a connection does.
    private static List<string> WholeFirst(FrameReader reader, byte[] bytes)
    {
        var events = new List<string>();
        var array = bytes.ToArray();
        var at = 0;
        while (true)
        {
            FrameEvent arrived;
            while (reader.TryReadWhole(new ArraySegment<byte>(array), ref at, out arrived))
            {
                events.Add(Arrivals.Describe(arrived));
            }

            var rest = new ReadOnlySequence<byte>(array, at, array.Length - at);
            arrived = reader.Read(ref rest);
            at = array.Length - (int)rest.Length;
            if (arrived.Kind == FrameEventKind.NeedMoreData)
            {
                reader.Dispose();
                return events;
            }

            events.Add(Arrivals.Describe(arrived));
            arrived.Release();
        }
    }

    private static void Same(IReadOnlyList<string> expected, IReadOnlyList<string> actual, string how)
    {
        if (!expected.SequenceEqual(actual))
        {
            throw new InvalidOperationException($"{how}: [{string.Join(", ", actual)}], and not [{string.Join(", ", expected)}]");
        }
    }

    /// <summary>The framework's own server, on bytes that are all there.</summary>
    private sealed class ServerSocket : IDisposable
    {
        private readonly WebSocket _socket;

        public ServerSocket(byte[] bytes) =>
            _socket = WebSocket.CreateFromStream(new Input(bytes), new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero });

        /// <summary>The messages, and the close frame, or "broken" where it refuses something.</summary>
        public List<string> ReadAll()
        {
            var events = new List<string>();
            var payload = new ArrayBufferWriter<byte>();
            try
            {
                while (true)
                {
                    var result = _socket.ReceiveAsync(payload.GetMemory(4096), CancellationToken.None).AsTask().GetAwaiter().GetResult();
                    payload.Advance(result.Count);
                    if (result.MessageType == WebSocketMessageType.Close)
                    {
                        events.Add($"Close {(int?)_socket.CloseStatus} {_socket.CloseStatusDescription}");
                        return events;
                    }

                    if (result.EndOfMessage)
                    {
                        events.Add($"{result.MessageType} {Convert.ToHexString(payload.WrittenSpan)}");
                        payload.ResetWrittenCount();
                    }
                }
            }
            catch (WebSocketException e) when (e.WebSocketErrorCode == WebSocketError.ConnectionClosedPrematurely)
            {
                return events;
            }
            catch (WebSocketException)
            {
                events.Add(Broken);
                return events;
            }
        }

        public void Dispose() => _socket.Dispose();

        private sealed class Input(byte[] bytes) : MemoryStream(bytes)
        {
            public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => default;

            public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.CompletedTask;
        }
    }
}
