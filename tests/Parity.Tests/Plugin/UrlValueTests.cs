using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WebSockets.Testing;

namespace WebSockets.Parity.Tests.Plugin;

/// <summary>An address and the binding are inverse: over a real handshake the handler reads the value that the address was made of, or no address is made.</summary>
[NonParallelizable]
[TestFixture(false)]
[TestFixture(true)]
public sealed partial class UrlValueTests(bool isForeign)
{
    private const int Count = 12;

    private static object? s_kept;

    private readonly Random _random = new(1);
    private TestApp _app = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _app = await TestApp.StartAsync(app =>
    {
        app.MapWebSocketHandler<OfByte>();
        app.MapWebSocketHandler<OfSByte>();
        app.MapWebSocketHandler<OfInt16>();
        app.MapWebSocketHandler<OfUInt16>();
        app.MapWebSocketHandler<OfInt32>();
        app.MapWebSocketHandler<OfUInt32>();
        app.MapWebSocketHandler<OfInt64>();
        app.MapWebSocketHandler<OfUInt64>();
        app.MapWebSocketHandler<OfDecimal>();
        app.MapWebSocketHandler<OfDouble>();
        app.MapWebSocketHandler<OfSingle>();
        app.MapWebSocketHandler<OfBoolean>();
        app.MapWebSocketHandler<OfChar>();
        app.MapWebSocketHandler<OfGuid>();
        app.MapWebSocketHandler<OfDateTime>();
        app.MapWebSocketHandler<OfDateTimeOffset>();
        app.MapWebSocketHandler<OfDateOnly>();
        app.MapWebSocketHandler<OfTimeOnly>();
        app.MapWebSocketHandler<OfTimeSpan>();
        app.MapWebSocketHandler<OfBig>();
        app.MapWebSocketHandler<OfDay>();
        app.MapWebSocketHandler<OfAccess>();
        app.MapWebSocketHandler<OfPair>();
        app.MapWebSocketHandler<OfText>();
        app.MapWebSocketHandler<OfRest>();
        app.MapWebSocketHandler<OfOneStar>();
        app.MapWebSocketHandler<OfSegment>();
        app.MapWebSocketHandler<OfPage>();
        app.MapWebSocketHandler<OfLobby>();
        app.MapWebSocketHandler<OfRange>();
        app.MapWebSocketHandler<OfAnyName>();
        app.MapWebSocketHandler<OfSpecial>();
    });

    [OneTimeTearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [Test]
    public Task Numbers() => AllAsync(
        [.. Made(Of<byte>(byte.MinValue, byte.MaxValue), OfByte.GetUrl), .. Made(Of<sbyte>(sbyte.MinValue, sbyte.MaxValue, -1), OfSByte.GetUrl),
        .. Made(Of<short>(short.MinValue, 7), OfInt16.GetUrl), .. Made(Of<ushort>(0, ushort.MaxValue), OfUInt16.GetUrl),
        .. Made(Of<int>(int.MinValue, -1, 0, int.MaxValue), OfInt32.GetUrl), .. Made(Of<uint>(0, uint.MaxValue), OfUInt32.GetUrl),
        .. Made(Of<long>(long.MinValue, long.MaxValue, _random.NextInt64()), OfInt64.GetUrl), .. Made(Of<ulong>(0, ulong.MaxValue), OfUInt64.GetUrl),
        .. Made(Of<decimal>(decimal.MinValue, 1.50m, -0.0000000000000000000000000001m), OfDecimal.GetUrl),
        .. Made([double.NaN, double.NegativeInfinity, double.Epsilon, double.MaxValue, -0.0, 0.1, .. Enumerable.Range(0, Count).Select(_ => BitConverter.Int64BitsToDouble(_random.NextInt64()))], OfDouble.GetUrl),
        .. Made(Of<float>(float.MinValue, float.Epsilon, 0.1f), OfSingle.GetUrl),
        .. Made(Of(BigInteger.Pow(-7, 99), BigInteger.One), OfBig.GetUrl)]);

    [Test]
    public Task Times() => AllAsync(
        [.. Made(Of(DateTime.UnixEpoch, DateTime.MaxValue, new DateTime(2024, 6, 1, 12, 30, 15, DateTimeKind.Unspecified).AddTicks(1234567), new DateTime(2024, 6, 1, 0, 0, 0, DateTimeKind.Utc)), OfDateTime.GetUrl),
        .. Made(Of(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, new DateTimeOffset(2024, 6, 1, 12, 0, 0, TimeSpan.FromHours(-3.5))), OfDateTimeOffset.GetUrl),
        .. Made(Of(DateOnly.MinValue, DateOnly.MaxValue, new DateOnly(2024, 6, 1)), OfDateOnly.GetUrl),
        .. Made(Of(TimeOnly.MinValue, TimeOnly.MaxValue, new TimeOnly(23, 5)), OfTimeOnly.GetUrl),
        .. Made(Of(TimeSpan.MinValue, TimeSpan.MaxValue, TimeSpan.Zero, TimeSpan.FromTicks(_random.NextInt64())), OfTimeSpan.GetUrl)]);

    [Test]
    public Task Others() => AllAsync(
        [.. Made(Of(true, false), OfBoolean.GetUrl), .. Made(Of('a', 'ß', '%', ' '), OfChar.GetUrl), .. Made(Of(Guid.Empty, Guid.NewGuid()), OfGuid.GetUrl),
        .. Made(Of(DayOfWeek.Monday, DayOfWeek.Saturday), OfDay.GetUrl), .. Made(Of(FileAccess.ReadWrite, FileAccess.Read), OfAccess.GetUrl),
        .. Made(Of(new Pair(1, -2), new Pair(int.MinValue, 0)), OfPair.GetUrl)]);

    [Test]
    public async Task A_local_time_is_read_as_its_UTC()
    {
        var local = new DateTime(2024, 6, 1, 12, 0, 0, DateTimeKind.Local);
        await ReachesAsync(OfDateTime.GetUrl(Http, local), local.ToUniversalTime());
    }

    [Test]
    public void What_is_no_value_of_the_type_is_refused()
    {
        Assert.That(() => OfDay.GetUrl(Http, (DayOfWeek)9), Throws.ArgumentException.With.Message.Contains("is not read as the same value of DayOfWeek"));
        Assert.That(() => OfChar.GetUrl(Http, '\ud800'), Throws.ArgumentException);
        Assert.That(() => OfChar.GetUrl(Http, '/'), Throws.ArgumentException);

        // Not in an attribute, which cannot hold half of a character.
        Assert.That(() => OfText.GetUrl(Http, "a\ud800b"), Throws.ArgumentException);
        Assert.That(() => OfRest.GetUrl(Http, "\udc00"), Throws.ArgumentException);
    }

    [TestCase("")]
    [TestCase(".")]
    [TestCase("..")]
    [TestCase("a/b")]
    [TestCase("/")]
    [TestCase("a\0")]
    public void Text_that_no_segment_can_carry_is_refused(string text) => Assert.That(() => OfText.GetUrl(Http, text), Throws.ArgumentException.With.Message.Contains("value"));

    [TestCase("a%2Fb")]
    [TestCase("%")]
    [TestCase("%00")]
    [TestCase("%2E%2E")]
    [TestCase("...")]
    [TestCase(".a")]
    [TestCase("a.")]
    [TestCase(" a ")]
    [TestCase("a+b;c=d,e:@&$!*'()")]
    [TestCase("\\")]
    [TestCase("\t\n\u0001")]
    [TestCase("\u200e\u202e\ufffd\uffff")]
    [TestCase("ü č 漢字 😀")]
    [TestCase("~-_[]{}|^`\"<>#?")]
    public Task Text_is_read_as_it_was_given(string text) => ReachesAsync(OfText.GetUrl(Http, text), text);

    [Test]
    public async Task Any_text_is_read_as_it_was_given_or_refused()
    {
        const string Characters = "a./%\\ 2Ff+ü😀\ud800\u202e?#";
        for (var i = 0; i < 150; i++)
        {
            var text = new string(_random.GetItems<char>(Characters, _random.Next(1, 6)));
            await ReachesOrIsRefusedAsync(() => OfText.GetUrl(Http, text), text);
            await ReachesOrIsRefusedAsync(() => OfRest.GetUrl(Http, text), text);
            await ReachesOrIsRefusedAsync(() => OfOneStar.GetUrl(Http, text), text);
            await ReachesOrIsRefusedAsync(() => OfSegment.GetUrl(Http, text, "b" + i), text + "|b" + i);
            await ReachesOrIsRefusedAsync(() => OfSegment.GetUrl(Http, "a", text), "a|" + text);
        }
    }

    [TestCase("docs/a guide/1.md")]
    [TestCase("a/b%2Fc")]
    public async Task Slashes_stand_in_the_rest_of_a_path(string path)
    {
        await ReachesAsync(OfRest.GetUrl(Http, path), path);
        await ReachesAsync(OfOneStar.GetUrl(Http, path), path);
    }

    [Test]
    public async Task Defaults_of_the_path_are_read_where_nothing_is_given()
    {
        Assert.That(OfPage.GetUrl(Http).AbsolutePath, Is.EqualTo("/d2/1/x"));
        await ReachesAsync(OfPage.GetUrl(Http), 1);
        await ReachesAsync(OfPage.GetUrl(Http, 7), 7);
        await ReachesAsync(OfLobby.GetUrl(Http), "Lobby");
        await ReachesAsync(OfLobby.GetUrl(Http, "lobby"), "lobby");
    }

    [Test]
    public async Task Constraints_hold()
    {
        await ReachesAsync(OfRange.GetUrl(Http, 5), 5);
        Assert.That(() => OfRange.GetUrl(Http, 10), Throws.ArgumentException.With.Message.Contains("range(1,9)"));
    }

    [Test]
    public void A_path_that_is_another_handlers_is_refused() =>
        Assert.That(() => OfAnyName.GetUrl(Http, "special"), Throws.ArgumentException.With.Message.Contains("/names/special"));

    [Test]
    public async Task Untyped_values_are_the_same()
    {
        await ReachesAsync(Http.GetWebSocketUrl<OfDateOnly>(new() { ["value"] = new DateOnly(2024, 6, 1) }), new DateOnly(2024, 6, 1));
        await ReachesAsync(Http.GetWebSocketUrl<OfPage>(), 1);
        Assert.That(() => Http.GetWebSocketUrl<OfPage>(new() { ["paeg"] = 1 }), Throws.ArgumentException.With.Message.Contains("has no variable 'paeg'"));
        Assert.That(() => Http.GetWebSocketUrl<OfText>(), Throws.InvalidOperationException.With.Message.Contains("needs a value for {value}"));
        Assert.That(() => Http.GetWebSocketUrl<UrlValueTests>(), Throws.InvalidOperationException.With.Message.Contains("UrlValueTests is not mapped"));
        var values = new RouteValueDictionary { ["value"] = "a" };
        Http.GetWebSocketUrl<OfText>(values);
        Assert.That(values, Has.Count.EqualTo(1), "they are the caller's");
    }

    private DefaultHttpContext Http
    {
        get
        {
            var http = new DefaultHttpContext { RequestServices = _app.Services };
            (http.Request.Scheme, http.Request.Host) = ("http", new HostString(_app.Http.Authority));
            return http;
        }
    }

    // Not one of the system's: it may have none but the invariant culture.
    private static CultureInfo Foreign
    {
        get
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NegativeSign) = (",", "\u2212");
            (culture.DateTimeFormat.DateSeparator, culture.DateTimeFormat.TimeSeparator, culture.DateTimeFormat.ShortDatePattern) = (".", "-", "dd.MM.yyyy");
            return culture;
        }
    }

    private static T[] Of<T>(params T[] values) => values;

    private IEnumerable<(Uri Address, object Value)> Made<T>(IEnumerable<T> values, Func<HttpContext, T, Uri> url)
        where T : notnull
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = isForeign ? Foreign : before;
        try
        {
            return [.. values.Select(value => (url(Http, value), (object)value))];
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static async Task AllAsync(IEnumerable<(Uri Address, object Value)> all)
    {
        foreach (var (address, value) in all)
        {
            await ReachesAsync(address, value);
        }
    }

    private static async Task ReachesOrIsRefusedAsync(Func<Uri> url, object value)
    {
        Uri address;
        try
        {
            address = url();
        }
        catch (ArgumentException)
        {
            return;
        }

        await ReachesAsync(address, value);
    }

    private static async Task ReachesAsync(Uri address, object value)
    {
        s_kept = null;
        await using var client = await TestClient.ConnectAsync(address);
        await client.ReceiveAsync();
        Assert.That(s_kept, Is.EqualTo(value), address.AbsoluteUri);
    }

    private static string Keep(object value)
    {
        s_kept = value;
        return "here";
    }

    /// <summary>A type of the app's own.</summary>
    internal readonly record struct Pair(int A, int B) : IParsable<Pair>
    {
        public static Pair Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var pair) ? pair : throw new FormatException();

        public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Pair result)
        {
            var parts = s?.Split(';') ?? [];
            var isRead = int.TryParse(parts.ElementAtOrDefault(0), provider, out var a) & int.TryParse(parts.ElementAtOrDefault(1), provider, out var b);
            result = new(a, b);
            return isRead && parts.Length == 2;
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{A};{B}");
    }

    [WebSocketHandler("/values/Byte/{value}", Name = "OfByte")]
    internal sealed partial class OfByte
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, byte value);

        [OnOpen]
        string Open(byte value) => Keep(value);
    }

    [WebSocketHandler("/values/SByte/{value}", Name = "OfSByte")]
    internal sealed partial class OfSByte
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, sbyte value);

        [OnOpen]
        string Open(sbyte value) => Keep(value);
    }

    [WebSocketHandler("/values/Int16/{value}", Name = "OfInt16")]
    internal sealed partial class OfInt16
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, short value);

        [OnOpen]
        string Open(short value) => Keep(value);
    }

    [WebSocketHandler("/values/UInt16/{value}", Name = "OfUInt16")]
    internal sealed partial class OfUInt16
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, ushort value);

        [OnOpen]
        string Open(ushort value) => Keep(value);
    }

    [WebSocketHandler("/values/Int32/{value}", Name = "OfInt32")]
    internal sealed partial class OfInt32
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, int value);

        [OnOpen]
        string Open(int value) => Keep(value);
    }

    [WebSocketHandler("/values/UInt32/{value}", Name = "OfUInt32")]
    internal sealed partial class OfUInt32
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, uint value);

        [OnOpen]
        string Open(uint value) => Keep(value);
    }

    [WebSocketHandler("/values/Int64/{value}", Name = "OfInt64")]
    internal sealed partial class OfInt64
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, long value);

        [OnOpen]
        string Open(long value) => Keep(value);
    }

    [WebSocketHandler("/values/UInt64/{value}", Name = "OfUInt64")]
    internal sealed partial class OfUInt64
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, ulong value);

        [OnOpen]
        string Open(ulong value) => Keep(value);
    }

    [WebSocketHandler("/values/Decimal/{value}", Name = "OfDecimal")]
    internal sealed partial class OfDecimal
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, decimal value);

        [OnOpen]
        string Open(decimal value) => Keep(value);
    }

    [WebSocketHandler("/values/Double/{value}", Name = "OfDouble")]
    internal sealed partial class OfDouble
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, double value);

        [OnOpen]
        string Open(double value) => Keep(value);
    }

    [WebSocketHandler("/values/Single/{value}", Name = "OfSingle")]
    internal sealed partial class OfSingle
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, float value);

        [OnOpen]
        string Open(float value) => Keep(value);
    }

    [WebSocketHandler("/values/Boolean/{value}", Name = "OfBoolean")]
    internal sealed partial class OfBoolean
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, bool value);

        [OnOpen]
        string Open(bool value) => Keep(value);
    }

    [WebSocketHandler("/values/Char/{value}", Name = "OfChar")]
    internal sealed partial class OfChar
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, char value);

        [OnOpen]
        string Open(char value) => Keep(value);
    }

    [WebSocketHandler("/values/Guid/{value}", Name = "OfGuid")]
    internal sealed partial class OfGuid
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, Guid value);

        [OnOpen]
        string Open(Guid value) => Keep(value);
    }

    [WebSocketHandler("/values/DateTime/{value}", Name = "OfDateTime")]
    internal sealed partial class OfDateTime
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, DateTime value);

        [OnOpen]
        string Open(DateTime value) => Keep(value);
    }

    [WebSocketHandler("/values/DateTimeOffset/{value}", Name = "OfDateTimeOffset")]
    internal sealed partial class OfDateTimeOffset
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, DateTimeOffset value);

        [OnOpen]
        string Open(DateTimeOffset value) => Keep(value);
    }

    [WebSocketHandler("/values/DateOnly/{value}", Name = "OfDateOnly")]
    internal sealed partial class OfDateOnly
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, DateOnly value);

        [OnOpen]
        string Open(DateOnly value) => Keep(value);
    }

    [WebSocketHandler("/values/TimeOnly/{value}", Name = "OfTimeOnly")]
    internal sealed partial class OfTimeOnly
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, TimeOnly value);

        [OnOpen]
        string Open(TimeOnly value) => Keep(value);
    }

    [WebSocketHandler("/values/TimeSpan/{value}", Name = "OfTimeSpan")]
    internal sealed partial class OfTimeSpan
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, TimeSpan value);

        [OnOpen]
        string Open(TimeSpan value) => Keep(value);
    }

    [WebSocketHandler("/values/Big/{value}", Name = "OfBig")]
    internal sealed partial class OfBig
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, BigInteger value);

        [OnOpen]
        string Open(BigInteger value) => Keep(value);
    }

    [WebSocketHandler("/values/Day/{value}", Name = "OfDay")]
    internal sealed partial class OfDay
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, DayOfWeek value);

        [OnOpen]
        string Open(DayOfWeek value) => Keep(value);
    }

    [WebSocketHandler("/values/Access/{value}", Name = "OfAccess")]
    internal sealed partial class OfAccess
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, FileAccess value);

        [OnOpen]
        string Open(FileAccess value) => Keep(value);
    }

    [WebSocketHandler("/values/Pair/{value}", Name = "OfPair")]
    internal sealed partial class OfPair
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, Pair value);

        [OnOpen]
        string Open(Pair value) => Keep(value);
    }

    [WebSocketHandler("/values/Text/{value}", Name = "OfText")]
    internal sealed partial class OfText
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, string value);

        [OnOpen]
        string Open(string value) => Keep(value);
    }

    [WebSocketHandler("/rest/{**value}", Name = "OfRest")]
    internal sealed partial class OfRest
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, string value);

        [OnOpen]
        string Open(string value) => Keep(value);
    }

    [WebSocketHandler("/star/{*value}", Name = "OfOneStar")]
    internal sealed partial class OfOneStar
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, string value);

        [OnOpen]
        string Open(string value) => Keep(value);
    }

    [WebSocketHandler("/segment/{a}-{b}", Name = "OfSegment")]
    internal sealed partial class OfSegment
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, string a, string b);

        [OnOpen]
        string Open(string a, string b) => Keep($"{a}|{b}");
    }

    [WebSocketHandler("/d2/{page:int=1}/x", Name = "OfPage")]
    internal sealed partial class OfPage
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, int? page = null);

        [OnOpen]
        string Open(int page = 0) => Keep(page);
    }

    [WebSocketHandler("/lobby/{room=Lobby}", Name = "OfLobby")]
    internal sealed partial class OfLobby
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, string? room = null);

        [OnOpen]
        string Open(string room = "") => Keep(room);
    }

    [WebSocketHandler("/range/{n:range(1,9)}", Name = "OfRange")]
    internal sealed partial class OfRange
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, int n);

        [OnOpen]
        string Open(int n) => Keep(n);
    }

    [WebSocketHandler("/names/{name}", Name = "OfAnyName")]
    internal sealed partial class OfAnyName
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, string name);

        [OnOpen]
        string Open(string name) => Keep(name);
    }

    [WebSocketHandler("/names/special", Name = "OfSpecial")]
    internal sealed partial class OfSpecial
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http);

        [OnOpen]
        string Open() => Keep(0);
    }
}
