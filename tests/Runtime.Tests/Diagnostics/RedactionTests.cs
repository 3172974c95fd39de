using System.Text;
using WebSockets.Diagnostics;

namespace WebSockets.Runtime.Tests.Diagnostics;

/// <summary>What a log shows of a payload.</summary>
internal sealed class RedactionTests
{
    [TestCase("""{"type":"say","text":"a secret","n":42.5e3}""", """{"type":"say","text":"***","n":***}""")]
    [TestCase("""{"a":[1,"two",true,false,null,{},[]],"type":"say"}""", """{"a":[***,"***",true,false,null,{},[]],"type":"say"}""")]
    [TestCase("""{"nested":{"type":"a secret"},"list":[{"type":"another"}]}""", """{"nested":{"type":"***"},"list":[{"type":"***"}]}""")]
    [TestCase("""{"type":{"deeper":"a secret"},"type":["b secret"],"x":1}""", """{"type":{"deeper":"***"},"type":["***"],"x":***}""")]
    [TestCase("""{"type":1234,"x":"a secret"}""", """{"type":1234,"x":"***"}""")]
    [TestCase("""{"t\u0079pe":"a secret"}""", """{"t\u0079pe":"***"}""")]
    [TestCase("""  [ "type" , "a secret" ]  """, """["***","***"]""")]
    [TestCase("\"a secret\"", "\"***\"")]
    [TestCase("12345", "***")]
    [TestCase("true", "true")]
    [TestCase("{}", "{}")]
    public void Structure_and_names_are_shown_and_values_are_not(string json, string shown) =>
        Assert.That(Redact(json), Is.EqualTo(shown));

    [TestCase("a secret")]
    [TestCase("")]
    [TestCase("{'a':1}")]
    [TestCase("""{"a":1} secret""")]
    [TestCase("""{"a":1""")]
    [TestCase("123 secret")]
    public void Of_what_is_not_JSON_nothing_is_shown(string text) => Assert.That(Redact(text), Is.Null);

    [TestCase("{\"type\":\"a\\nb\u2028c\u0085d\u202ee\u007ff\"}", "{\"type\":\"a\\nb\\u2028c\\u0085d\\u202ee\\u007ff\"}")]
    [TestCase("{\"\u001b[31m\":1}", null)]
    [TestCase("{\"ü\\u001b\":1}", "{\"\\u00fc\\u001b\":***}")]
    [TestCase("{\"type\":\"😀\"}", "{\"type\":\"\\ud83d\\ude00\"}")]
    [TestCase("{\"type\":\"\\ud800\"}", "{\"type\":\"\\ud800\"}")]
    public void What_is_shown_is_printable_ASCII_in_one_line(string json, string? shown) => Assert.That(Redact(json), Is.EqualTo(shown));

    [Test]
    public void However_much_of_it_is_shown_no_value_is()
    {
        var json = """{"type":"say","text":"SECRET","more":["SECRET",987654,{"deep":"SECRET"}],"last":987654}"""u8.ToArray();
        for (var length = 0; length < json.Length; length++)
        {
            var shown = RedactedJson.Of(json.AsSpan(0, length), isAll: false, "type"u8.ToArray(), default);
            Assert.That(shown ?? "", Does.Not.Contain("SEC").And.Not.Contain("9"), $"of {length} bytes");
            Assert.That(shown, length == 0 ? Is.Null : Does.EndWith("..."));
        }
    }

    [Test]
    public void Without_a_discriminator_no_value_is_shown() =>
        Assert.That(RedactedJson.Of("""{"type":"a secret"}"""u8, isAll: true, null, default), Is.EqualTo("""{"type":"***"}"""));

    [Test]
    public void What_is_nested_too_deep_to_be_read_is_not_shown() => Assert.That(Redact(new string('[', 100_000)), Is.Null);

    private static string? Redact(string text) => RedactedJson.Of(Encoding.UTF8.GetBytes(text), isAll: true, "type"u8.ToArray(), default);
}
