using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Cves;

/// <summary>What handshakes have done to others. That an answer comes at all is the test of expressions that took for ever.</summary>
internal sealed class HandshakeCveTests
{
    [TestCase("Kestrel", TestName = "CVE_2025_55315_A_body_behind_a_handshake_is_no_second_request")]
    [TestCase("Vert.x", TestName = "CVE_2018_12541_A_body_behind_a_handshake_is_not_gathered")]
    public async Task A_handshake_with_a_body_is_refused(string whose)
    {
        await using var host = await TestHost.StartAsync<Echo>();
        var smuggled = $"GET /echo HTTP/1.1\r\nHost: {whose}\r\n\r\n";
        await Attack.RefusesAsync(host, host.Handshake("/echo").Add("Content-Length", $"{smuggled.Length}").Body(smuggled), 400);
        await Attack.RefusesAsync(host, host.Handshake("/echo").Add("Transfer-Encoding", "chunked").Body($"{smuggled.Length:x}\r\n{smuggled}\r\n0\r\n\r\n"), 400);
    }

    [Test]
    public async Task CVE_2025_55315_A_chunk_extension_that_ends_in_a_bare_line_feed_opens_nothing()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await Attack.RefusesAsync(host, host.Handshake("/echo").Add("Transfer-Encoding", "chunked").Body("2;\nxx\r\n43\r\n0\r\n\r\nGET /echo HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
    }

    [Test]
    public async Task CVE_2025_55315_A_request_behind_a_refused_handshake_is_no_tunnel()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await using var attacker = await host.DialAsync();

        await attacker.SendAsync(host.Handshake("/echo").With("Sec-WebSocket-Version", "1337") + "GET /second HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.That((await attacker.ReadResponseAsync()).Status, Is.EqualTo(426));
        await attacker.ReceiveEndAsync();
        Assert.That(host.Journal.All, Is.Empty);
    }

    [Test, Description("npm ws: more headers than the server counts crashed it")]
    public async Task CVE_2024_37890_Many_headers_are_refused()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        var handshake = host.Handshake("/echo");
        for (var i = 0; i < 300; i++)
        {
            handshake.Add($"X-{i}", "v");
        }

        await Attack.RefusesAsync(host, handshake, 431, 400);
    }

    [Test, Description("tungstenite: a long header took quadratic time")]
    public async Task CVE_2023_43669_A_header_of_100_KB_is_refused()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await using (var attacker = await host.DialAsync())
        {
            try
            {
                await attacker.SendAsync(host.Handshake("/echo").Add("X-Big", new string('a', 100_000)).ToString());
            }
            catch (IOException)
            {
                // Refused before all of it was sent.
            }
        }

        await Attack.AcceptsAsync(host);
        Assert.That(host.Journal.Count("open"), Is.EqualTo(1));
    }

    [Test, Description("npm ws: an expression of quadratic time")]
    public async Task CVE_2021_32640_Blanks_in_Sec_WebSocket_Protocol_are_passed_over()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await Attack.AcceptsPlainAsync(host, host.Handshake("/echo").Add("Sec-WebSocket-Protocol", $"b{new string(' ', 25_000)}x"));
    }

    [TestCase("websocket-extensions of Node.js", TestName = "CVE_2020_7662_An_unclosed_string_in_Sec_WebSocket_Extensions_is_passed_over")]
    [TestCase("websocket-extensions of Ruby", TestName = "CVE_2020_7663_An_unclosed_string_in_Sec_WebSocket_Extensions_is_passed_over")]
    public async Task An_unclosed_string_in_Sec_WebSocket_Extensions(string whose)
    {
        await using var host = await TestHost.StartAsync<Echo>(options => options.Compression = whose.Length > 0);
        await Attack.AcceptsPlainAsync(host, host.Handshake("/echo").Add("Sec-WebSocket-Extensions", "b;c=\"\\" + string.Concat(Enumerable.Repeat("c\\", 12_000))));
    }

    [Test, Description("npm ws, 2017: names that every object has")]
    public async Task Ws_2017_Extensions_that_are_called_as_parts_of_objects_are_unknown()
    {
        await using var host = await TestHost.StartAsync<Echo>(options => options.Compression = true);
        await Attack.AcceptsPlainAsync(host, host.Handshake("/echo").Add("Sec-WebSocket-Extensions", "constructor, __proto__; toString"));
    }

    [TestCase("http://evil-example.com")]
    [TestCase("http://example.com.evil")]
    [TestCase("http://sub.example.com")]
    public async Task CVE_2022_42975_An_origin_that_begins_or_ends_like_ours_is_another(string origin)
    {
        await using var host = await TestHost.StartAsync<Echo>(options => options.AllowedOrigins = ["http://example.com"]);
        await Attack.RefusesAsync(host, host.Handshake("/echo").Add("Origin", origin), 403);
    }

    [TestCase("http://evil.example")]
    [TestCase("null")]
    public async Task CVE_2025_24010_A_page_of_another_origin_may_not_connect(string origin)
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await Attack.RefusesAsync(host, host.Handshake("/echo").Add("Origin", origin), 403);
    }
}
