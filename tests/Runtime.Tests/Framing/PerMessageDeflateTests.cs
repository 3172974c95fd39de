using Microsoft.Extensions.Primitives;
using WebSockets.Framing;

namespace WebSockets.Runtime.Tests.Framing;

/// <summary>RFC 7692 5 and 7.1: which offers are met, and with what answer.</summary>
[Category("RFC 7692 7.1")]
internal sealed class PerMessageDeflateTests
{
    private const string Met = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    [TestCase("permessage-deflate")]
    [TestCase("permessage-deflate; client_max_window_bits", Description = "Chrome, Firefox, Edge")]
    [TestCase("permessage-deflate; client_max_window_bits=8")]
    [TestCase("permessage-deflate; client_max_window_bits=10")]
    [TestCase("permessage-deflate; client_max_window_bits=15")]
    [TestCase("permessage-deflate; client_max_window_bits=\"15\"")]
    [TestCase("permessage-deflate; server_no_context_takeover")]
    [TestCase("permessage-deflate; client_no_context_takeover; server_no_context_takeover; client_max_window_bits=9")]
    [TestCase("  permessage-deflate\t;client_max_window_bits = 15 ,other")]
    [TestCase(",, permessage-deflate")]
    [TestCase("x-webkit-deflate-frame, permessage-deflate")]
    [TestCase("other; a=\"x, permessage-deflate; y\\\"\"; b, permessage-deflate")]
    [TestCase("permessage-deflate; server_max_window_bits=7, permessage-deflate")]
    [TestCase("permessage-deflate; unknown, permessage-deflate; client_max_window_bits")]
    public void An_offer_that_can_be_met_is_accepted(string offers) =>
        Assert.That(Accept(offers), Is.EqualTo(Met));

    [TestCase("permessage-deflate; server_max_window_bits=\"15\"; client_max_window_bits", 15)]
    [TestCase("permessage-deflate; server_max_window_bits=15, permessage-deflate", 15)]
    [TestCase("permessage-deflate; server_max_window_bits=16, permessage-deflate; server_max_window_bits=9", 9)]
    [TestCase("permessage-deflate; server_max_window_bits=10; client_max_window_bits=12, permessage-deflate", 10)]
    [TestCase("permessage-deflate; client_max_window_bits=12; server_max_window_bits=11; server_no_context_takeover", 11)]
    public void A_window_that_was_asked_for_is_kept_and_confirmed(string offers, int window)
    {
        Assert.That(PerMessageDeflate.Accept(offers, out var bits), Is.EqualTo($"{Met}; server_max_window_bits={window}"));
        Assert.That(bits, Is.EqualTo(window));
    }

    [Test]
    public void Every_window_of_the_RFC_can_be_asked_for([Range(8, 15)] int window) =>
        A_window_that_was_asked_for_is_kept_and_confirmed($"permessage-deflate; server_max_window_bits={window}", window);

    [TestCase("")]
    [TestCase(",")]
    [TestCase("other")]
    [TestCase("permessage-deflate2")]
    [TestCase("x-permessage-deflate")]
    [TestCase("permessage")]
    [TestCase("permessage-bzip2; permessage-deflate")]
    [TestCase("permessage-deflate; unknown_param")]
    [TestCase("permessage-deflate; unknown_param=1")]
    [TestCase("permessage-deflate; constructor")]
    [TestCase("permessage-deflate; server_max_window_bits")]
    [TestCase("permessage-deflate; server_max_window_bits=7")]
    [TestCase("permessage-deflate; server_max_window_bits=16")]
    [TestCase("permessage-deflate; server_max_window_bits=99")]
    [TestCase("permessage-deflate; server_max_window_bits=015")]
    [TestCase("permessage-deflate; server_max_window_bits=abc")]
    [TestCase("permessage-deflate; server_max_window_bits=+15")]
    [TestCase("permessage-deflate; server_max_window_bits=\"\"")]
    [TestCase("permessage-deflate; server_max_window_bits=\" 15\"")]
    [TestCase("permessage-deflate; server_max_window_bits=\"1\\5\"")]
    [TestCase("permessage-deflate; client_max_window_bits=7")]
    [TestCase("permessage-deflate; client_max_window_bits=16")]
    [TestCase("permessage-deflate; client_max_window_bits=09")]
    [TestCase("permessage-deflate; client_max_window_bits=+9")]
    [TestCase("permessage-deflate; client_max_window_bits=1e1")]
    [TestCase("permessage-deflate; client_max_window_bits=150")]
    [TestCase("permessage-deflate; client_max_window_bits=\"\"")]
    [TestCase("permessage-deflate; server_no_context_takeover=true")]
    [TestCase("permessage-deflate; server_no_context_takeover=\"\"")]
    [TestCase("permessage-deflate; client_no_context_takeover=1")]
    [TestCase("permessage-deflate; server_no_context_takeover; server_no_context_takeover")]
    [TestCase("permessage-deflate; client_no_context_takeover; client_no_context_takeover")]
    [TestCase("permessage-deflate; client_max_window_bits; client_max_window_bits=15")]
    [TestCase("permessage-deflate; server_max_window_bits=15; server_max_window_bits=15")]
    [TestCase("permessage-deflate; unknown; client_max_window_bits")]
    public void An_offer_that_cannot_be_met_is_declined(string offers) =>
        Assert.That(Accept(offers), Is.Null);

    [TestCase("permessage-deflate;")]
    [TestCase("permessage-deflate; =15")]
    [TestCase("permessage-deflate; client_max_window_bits=")]
    [TestCase("permessage-deflate; client_max_window_bits=\"15")]
    [TestCase("permessage-deflate; client_max_window_bits=\"15\\")]
    [TestCase("permessage-deflate; client_max_window_bits=15 16")]
    [TestCase("permessage-deflate client_max_window_bits")]
    [TestCase("permessage-deflate; client_max_window_bits=\"15\"x")]
    [TestCase(";permessage-deflate")]
    [TestCase("\"permessage-deflate\"")]
    [TestCase("other=1, permessage-deflate")]
    [TestCase("öther, permessage-deflate")]
    [Category("RFC 6455 9.1")]
    public void Nothing_is_accepted_from_where_the_header_is_malformed(string offers) =>
        Assert.That(Accept(new StringValues([offers, "permessage-deflate"])), Is.Null);

    [Test, Category("RFC 6455 9.1")]
    public void Several_headers_are_one_list()
    {
        Assert.That(Accept(new StringValues(["other", "permessage-deflate; server_max_window_bits=7", "permessage-deflate"])), Is.EqualTo(Met));
        Assert.That(Accept(StringValues.Empty), Is.Null);
        Assert.That(Accept(new StringValues([null, "permessage-deflate"])), Is.EqualTo(Met));
    }

    [Test]
    public void Offers_are_read_once_without_allocating_however_many_there_are()
    {
        StringValues offers = string.Join(',', Enumerable.Repeat("permessage-deflate; server_max_window_bits=7; a=\"b\\\"c\"", 500)) + ", permessage-deflate";
        Assert.That(Accept(offers), Is.EqualTo(Met));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Accept(offers);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static string? Accept(StringValues offers) => PerMessageDeflate.Accept(offers, out _);
}
