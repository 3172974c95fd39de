using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Cves;

/// <summary>What frames have done to others.</summary>
internal sealed class FrameCveTests
{
    private static readonly byte[] Negative = [0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4];
    private static readonly byte[] Most = [0x82, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4];
    private static readonly byte[] TwoGiB = [0x82, 0xff, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 1, 2, 3, 4, .. new byte[1024]];
    private static readonly byte[] FiveIn16Bits = [0x82, 0xfe, 0, 5, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    private static readonly byte[] FiveIn64Bits = [0x82, 0xff, 0, 0, 0, 0, 0, 0, 0, 5, 1, 2, 3, 4, 5, 6, 7, 8, 9];

    private static readonly byte[] SumOverflows =
        [.. RawFrame.Encode(RawFrame.Binary, "x"u8, final: false), 0x80, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4];

    [Test, Description(".NET: one frame made the reader turn for ever")]
    public async Task CVE_2021_26423_A_length_of_any_kind_ends_and_does_not_spin()
    {
        await Attack.ClosesAsync(Negative, 1002);
        await Attack.ClosesAsync(Most, 1009);
        await Attack.ClosesAsync(TwoGiB, 1009);
        await Attack.ClosesAsync(FiveIn16Bits, 1002);
        await Attack.ClosesAsync(FiveIn64Bits, 1002);
    }

    [Test, Description(".NET: malformed frames stopped the server")]
    public async Task CVE_2019_0564_A_malformed_frame_ends_its_own_connection_alone()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        foreach (var (bytes, status) in (IEnumerable<(byte[], int)>)
            [([0xff, 0xff], 1002), ([0x83, 0x80], 1002), ([0x80, 0x80], 1002), ([0x09, 0x80], 1002), ([0x89, 0xfe], 1002), ([0x81, 0x00], 1002), (RawFrame.Encode(RawFrame.Text, [0xff]), 1007)])
        {
            await Attack.ClosesAsync(host, bytes, status);
        }
    }

    [Test, Description("gorilla: the sum of two lengths became negative")]
    public Task CVE_2020_27813_Lengths_whose_sum_is_more_than_an_integer_holds_are_too_big() => Attack.ClosesAsync(SumOverflows, 1009);

    [Test, Description("Tomcat: an endless loop over a negative length")]
    public Task CVE_2020_13935_A_negative_length_is_a_violation() => Attack.ClosesAsync(Negative, 1002);

    [Test, Description("undici: a length of 64 bits")]
    public Task CVE_2026_1528_A_length_of_63_bits_is_too_big_before_its_payload_comes() => Attack.ClosesAsync(Most, 1009);

    [Test, Description("uWebSockets: a length overflowed")]
    public Task CVE_2020_36406_A_length_near_two_GiB_is_too_big_before_its_payload_comes() => Attack.ClosesAsync(TwoGiB, 1009);

    [Test, Description("npm ws: no limit to a message")]
    public Task CVE_2016_10542_A_message_over_the_limit_is_refused_at_its_header() => Attack.ClosesAsync(OverTheLimit(), 1009);

    [Test, Description("uWebSockets: no limit to a message")]
    public Task CVE_2016_10544_A_message_over_the_limit_is_refused_also_in_the_middle_of_another() =>
        Attack.ClosesAsync([.. RawFrame.Encode(RawFrame.Text, "x"u8, final: false), .. RawFrame.Encode(RawFrame.Continuation, new byte[Attack.Limit])], 1009);

    [Test, Description("Qt: no limit to a frame and a message")]
    public Task CVE_2018_21035_A_frame_over_the_limit_is_refused() => Attack.ClosesAsync(OverTheLimit(), 1009);

    [Test, Description("Jetty issue 9895: a message that was too large did not close the connection")]
    public async Task Jetty_9895_A_message_over_the_limit_ends_the_connection_though_the_peer_goes_on_sending()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await using var attacker = await host.ConnectAsync("/echo");

        await attacker.SendAsync(OverTheLimit());
        var close = await attacker.ReceiveCloseAsync(1009);
        await attacker.SendAsync([.. Enumerable.Repeat(RawFrame.EncodeText("more"), 1000).SelectMany(frame => frame)]);
        await attacker.SendCloseAsync(1009);
        attacker.Finish();

        await attacker.ReceiveEndAsync();
        await host.Journal.ExpectAsync("open", $"close 1009 {close.Reason}");
        await Bounded.Until(() => host.Connections<Echo>().Count == 0, "it is forgotten");
    }

    [TestCase("CVE-2014-0193", 16 * 1024, TestName = "CVE_2014_0193_Fragments_of_16_KiB_are_counted_together")]
    [TestCase("CVE-2026-65623", 1000, TestName = "CVE_2026_65623_Fragments_are_counted_together_whatever_their_size")]
    [TestCase("CVE-2026-42786", 64 * 1024, TestName = "CVE_2026_42786_A_fragment_as_large_as_the_limit_leaves_no_room")]
    [TestCase("Cowboy 2.17", 32 * 1024, TestName = "Cowboy_2_17_No_frame_makes_a_message_larger_than_the_limit")]
    public Task Fragments_of_a_message_that_is_too_big_in_all(string name, int size) => Attack.ClosesAsync(
        [
            .. RawFrame.Encode(RawFrame.Binary, new byte[size], final: false),
            .. Enumerable.Repeat(RawFrame.Encode(RawFrame.Continuation, new byte[size], final: false), 1 + (Attack.Limit / size)).SelectMany(frame => frame),
        ],
        1009);

    [Test, Description("npm ws: fragments without content cost memory")]
    public Task CVE_2026_48779_Empty_fragments_in_numbers_cost_nothing_or_end_the_connection() =>
        FragmentsAsync(200_000, "");

    [Test, Description("npm ws: fragments of one byte cost memory")]
    public Task CVE_2026_48779_Fragments_of_one_byte_are_a_message_or_end_the_connection() =>
        FragmentsAsync(Attack.Limit - 1, "x");

    [TestCase(new byte[] { 0x81, 0x02, 0x68, 0x69 }, TestName = "GHSA_rhh8_5xw9_c3gm_A_frame_without_a_mask_is_a_violation")]
    [TestCase(new byte[] { 0x81, 0x00 }, TestName = "GHSA_rhh8_5xw9_c3gm_A_frame_without_a_mask_and_payload_is_a_violation_at_once")]
    public Task Unmasked(byte[] frame) => Attack.ClosesAsync(frame, 1002);

    [Test, Description("Undertow: each pong stayed in memory")]
    public async Task CVE_2021_3690_Pongs_that_nobody_asked_for_are_passed_over_or_end_the_connection()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await using var attacker = await host.ConnectAsync("/echo");
        var pongs = Enumerable.Repeat(RawFrame.Encode(RawFrame.Pong, new byte[125]), 1000).SelectMany(frame => frame).ToArray();

        await SendAllAsync(attacker, Enumerable.Repeat(pongs, 100), RawFrame.EncodeText("still here"));

        await EchoOr1008Async(attacker, "still here");
        await Attack.AcceptsAsync(host);
    }

    private static byte[] OverTheLimit() => RawFrame.Encode(RawFrame.Binary, new byte[Attack.Limit + 1]);

    private static async Task FragmentsAsync(int count, string payload)
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await using var attacker = await host.ConnectAsync("/echo");
        var bytes = System.Text.Encoding.UTF8.GetBytes(payload);
        var some = Enumerable.Repeat(RawFrame.Encode(RawFrame.Continuation, bytes, final: false), 1000).SelectMany(frame => frame).ToArray();
        var rest = Enumerable.Repeat(RawFrame.Encode(RawFrame.Continuation, bytes, final: false), count % 1000).SelectMany(frame => frame);

        await SendAllAsync(
            attacker,
            [RawFrame.Encode(RawFrame.Text, default, final: false), .. Enumerable.Repeat(some, count / 1000), [.. rest]],
            RawFrame.Encode(RawFrame.Continuation, "!"u8));

        await EchoOr1008Async(attacker, string.Concat(Enumerable.Repeat(payload, count)) + "!");
        await Attack.AcceptsAsync(host);
    }

    // Where the flood is refused, the rest of it may find nobody.
    private static async Task SendAllAsync(RawClient client, IEnumerable<byte[]> parts, byte[] last)
    {
        try
        {
            foreach (var part in parts)
            {
                await client.SendAsync(part);
            }

            await client.SendAsync(last);
        }
        catch (IOException)
        {
            // It has been closed.
        }
    }

    private static async Task EchoOr1008Async(RawClient client, string expected)
    {
        var frame = await client.ReceiveFrameAsync();
        if (frame.Opcode == RawFrame.Close)
        {
            Assert.That(frame.Status, Is.EqualTo(1008));
        }
        else
        {
            Assert.That(frame.PayloadText, Is.EqualTo(expected));
        }
    }
}
