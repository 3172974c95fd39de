using System.IO.Compression;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Cves;

/// <summary>What compressed messages have done to others. Alone, because memory is counted that all threads take.</summary>
[NonParallelizable]
internal sealed class CompressionCveTests
{
    private const string Deflate = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    [TestCase("undici", TestName = "CVE_2026_1526_A_bomb_of_64_MiB_ends_at_the_limit")]
    [TestCase("python websockets", TestName = "CVE_2018_1000518_A_bomb_of_64_MiB_ends_at_the_limit")]
    [TestCase("Bandit", TestName = "CVE_2026_39804_A_bomb_of_64_MiB_ends_at_the_limit")]
    public async Task A_bomb_ends_at_the_limit(string whose)
    {
        var bomb = Compressed(64 * 1024 * 1024);
        Assert.That(bomb, Has.Length.LessThan(Attack.Limit + (Attack.Limit / 8)), "what is sent is no reason to refuse it");
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await Attack.ClosesAsync(RawFrame.Encode(RawFrame.Text, bomb, reserved: 0x40), 1009, options => options.Compression = true, Deflate);

        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(60 * 1024 * 1024), $"{whose}: all of it would be 64 MiB");
    }

    [Test]
    public Task One_byte_over_the_limit_is_too_much_once_it_is_inflated() =>
        Attack.ClosesAsync(RawFrame.Encode(RawFrame.Text, Compressed(Attack.Limit + 1), reserved: 0x40), 1009, options => options.Compression = true, Deflate);

    [TestCase("server_max_window_bits=7")]
    [TestCase("server_max_window_bits=16")]
    [TestCase("client_max_window_bits=99")]
    [TestCase("server_max_window_bits=abc")]
    [TestCase("server_max_window_bits=10; server_max_window_bits=11")]
    [TestCase("server_max_window_bits=\"+9\"")]
    [TestCase("server_max_window_bits=09")]
    [TestCase("server_no_context_takeover=1")]
    [TestCase("unknown_param")]
    public async Task CVE_2026_2229_Impossible_parameters_are_declined(string parameters)
    {
        await using var host = await TestHost.StartAsync<Echo>(options => options.Compression = true);
        await Attack.AcceptsPlainAsync(host, host.Handshake("/echo").Add("Sec-WebSocket-Extensions", $"permessage-deflate; {parameters}"));
    }

    // As a peer sends it: a deflate stream without the four bytes at its end.
    private static byte[] Compressed(int zeros)
    {
        var output = new MemoryStream();
        using (var deflate = new DeflateStream(output, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var left = zeros; left > 0; left -= Attack.Limit)
            {
                deflate.Write(new byte[Math.Min(left, Attack.Limit)]);
            }

            deflate.Flush();
            return output.ToArray()[..^4];
        }
    }
}
