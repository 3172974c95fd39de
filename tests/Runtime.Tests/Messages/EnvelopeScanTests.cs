using System.Text;
using System.Text.Json;
using WebSockets.CompilerServices;
using WebSockets.Messages;

namespace WebSockets.Runtime.Tests.Messages;

/// <summary>The fast way to the envelope, against the JSON reader, which sets the rules.</summary>
internal sealed class EnvelopeScanTests
{
    private static readonly JsonSerializerOptions Lenient = new() { AllowTrailingCommas = true, ReadCommentHandling = JsonCommentHandling.Skip };
    private static readonly JsonSerializerOptions Shallow = new() { MaxDepth = 3 };

    private static readonly EnvelopeShape[] Shapes =
    [
        Shape(null, JsonSerializerOptions.Web),
        Shape("data", JsonSerializerOptions.Web),
        Shape(null, Lenient),
        Shape("data", Lenient),
        Shape(null, Shallow),
        Shape("data", Shallow),
    ];

    [TestCase("""{"type":"add","a":1,"b":2}""")]
    [TestCase("""{"a":-0.5e+10,"b":[],"c":{},"type":"add","d":[1,{"e":[true,false,null]}]}""")]
    [TestCase(""" { "type" : "say" , "id" : "x-1" , "text" : "häλ 👍" } """)]
    [TestCase("""{"id":7,"type":"say","data":{"text":"hi"}}""")]
    [TestCase("""{"type":1,"id":"x"}""")]
    [TestCase("""{"a":1,"type":-1.5e3}""")]
    [TestCase("""{"type":null,"type":"say"}""")]
    [TestCase("""{"type":[{"type":"say"}],"id":1,"type":"say"}""")]
    [TestCase("{}")]
    public void What_is_usual_takes_the_fast_way(string json)
    {
        foreach (var shape in Shapes[..4])
        {
            Assert.That(EnvelopeScan.TryRead(Encoding.UTF8.GetBytes(json), shape, out var envelope), Is.True);
            Check(json, shape, envelope);
        }
    }

    // What the reader refuses, or reads in a way of its own.
    [TestCase("")]
    [TestCase(" ")]
    [TestCase("17")]
    [TestCase("[1]")]
    [TestCase("{")]
    [TestCase("{}x")]
    [TestCase("{}\0")]
    [TestCase("{\0}")]
    [TestCase("""{"type":"a"}{}""")]
    [TestCase("""{"type":"a",}""")]
    [TestCase("""{"type":"a"/**/}""")]
    [TestCase("""{"type":"\u0061"}""")]
    [TestCase("""{"\u0074ype":"a"}""")]
    [TestCase("""{"type":"a","id":true}""")]
    [TestCase("""{"type":"a","x":01}""")]
    [TestCase("""{"type":"a","x":-}""")]
    [TestCase("""{"type":"a","x":1.}""")]
    [TestCase("""{"type":"a","x":.5}""")]
    [TestCase("""{"type":"a","x":1e}""")]
    [TestCase("""{"type":"a","x":+1}""")]
    [TestCase("""{"type":"a","x":NaN}""")]
    [TestCase("""{"type":"a","x":tru}""")]
    [TestCase("""{"type":"a","x":nulls}""")]
    [TestCase("""{"type":"a","x":[1,]}""")]
    [TestCase("""{"type":"a","x":[1 2]}""")]
    [TestCase("""{"type":"a","x":[}]}""")]
    [TestCase("""{"type":"a","x":{"y"}}""")]
    [TestCase("""{"type":"a","x":{1:2}}""")]
    [TestCase("""{"type":"a","x":[[{"y":1]]]}""")]
    [TestCase("{\"type\":\"a\tb\"}")]
    [TestCase("\uFEFF{\"type\":\"a\"}")]
    public void What_is_not_is_left_to_the_reader(string json)
    {
        foreach (var shape in Shapes)
        {
            Assert.That(EnvelopeScan.TryRead(Encoding.UTF8.GetBytes(json), shape, out _), Is.False);
        }
    }

    [TestCase(2, true)]
    [TestCase(3, false)]
    public void No_deeper_than_the_reader_goes(int nested, bool isKnown)
    {
        var json = $$"""{"x":{{new string('[', nested)}}{{new string(']', nested)}}}""";

        Assert.That(EnvelopeScan.TryRead(Encoding.UTF8.GetBytes(json), Shape(null, Shallow), out _), Is.EqualTo(isKnown));
        Envelope.ReadTokens(Encoding.UTF8.GetBytes(json), Shape(null, Shallow), out var envelope);
        Assert.That(envelope.Kind, Is.EqualTo(isKnown ? EnvelopeKind.Unnamed : EnvelopeKind.Malformed));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    public void It_says_what_the_reader_says(int seed)
    {
        var texts = new RandomJson(seed);
        var taken = 0;
        for (var i = 0; i < 5_000; i++)
        {
            var json = texts.Next();
            foreach (var shape in Shapes)
            {
                if (EnvelopeScan.TryRead(Encoding.UTF8.GetBytes(json), shape, out var envelope))
                {
                    taken++;
                    Check(json, shape, envelope);
                }
            }
        }

        Assert.That(taken, Is.GreaterThan(5_000), "enough of them took the fast way to tell");
    }

    private static void Check(string json, EnvelopeShape shape, Envelope envelope)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        Envelope.ReadTokens(bytes, shape, out var expected);
        Assert.That(Text(envelope), Is.EqualTo(Text(expected)), json);

        string Text(Envelope envelope) =>
            $"{envelope.Kind} {Encoding.UTF8.GetString(envelope.NameIn(bytes))} {envelope.Id} {envelope.Payload}";
    }

    private static EnvelopeShape Shape(string? payload, JsonSerializerOptions options) =>
        new(new WebSocketHandlerDefinition { Handler = typeof(object), Name = "", Path = "/", Payload = payload, CreateDispatcher = _ => null! }, options);

    /// <summary>Messages of all kinds: most of them valid, with the envelope's names also where they mean nothing, and some damaged.</summary>
    private sealed class RandomJson(int seed)
    {
        private static readonly string[] Names = ["type", "type", "type", "id", "id", "data", "a", "", "Type", "ty\\u0070e", "n\\\"", "häλ"];
        private static readonly string[] Strings = ["", "add", "say", "\\\"type\\\":\\\"x\\\"", "\\u0061dd", "{\\\"id\\\":1}", "type", "häλ 👍", "a longer text, that is passed over at once, }],{["];
        private static readonly string[] Scalars = ["0", "-0", "7", "-12.50", "1e9", "1.5E-3", "12345678901234567890123", "true", "false", "null"];
        private static readonly string[] Spaces = [" ", "\n", "\r\n", "\t", "  ", "/**/", "// \n"];
        private static readonly char[] Damages = ['{', '}', '[', ']', ',', ':', '"', '\\', '0', '-', '.', 'e', ' ', '\0', '\u001f', '/', 'x'];

        private readonly Random _random = new(seed);
        private bool _spaced;
        private bool _commented;

        public string Next()
        {
            _spaced = _random.Next(3) == 0;
            _commented = _random.Next(10) == 0;
            var json = new StringBuilder();
            Space(json);
            if (_random.Next(20) == 0)
            {
                Value(json, 0);
            }
            else
            {
                Object(json, 0);
            }

            Space(json);
            if (_random.Next(4) == 0)
            {
                Damage(json);
            }

            return json.ToString();
        }

        private void Object(StringBuilder json, int depth)
        {
            var members = _random.Next(7);
            json.Append('{');
            for (var i = 0; i < members; i++)
            {
                Space(json.Append(i > 0 ? "," : ""));
                Space(json.Append('"').Append(Pick(Names)).Append('"'));
                Space(json.Append(':'));
                Value(json, depth + 1);
                Space(json);
            }

            json.Append(members > 0 && _random.Next(40) == 0 ? ",}" : "}");
        }

        private void Array(StringBuilder json, int depth)
        {
            var items = _random.Next(4);
            json.Append('[');
            for (var i = 0; i < items; i++)
            {
                Space(json.Append(i > 0 ? "," : ""));
                Value(json, depth + 1);
                Space(json);
            }

            json.Append(']');
        }

        private void Value(StringBuilder json, int depth)
        {
            switch (_random.Next(depth < 5 ? 8 : 6))
            {
                case 7:
                    Object(json, depth);
                    break;
                case 6:
                    Array(json, depth);
                    break;
                case 4 or 5:
                    json.Append(Pick(Scalars));
                    break;
                default:
                    json.Append('"').Append(Pick(Strings)).Append('"');
                    break;
            }
        }

        private void Damage(StringBuilder json)
        {
            var at = _random.Next(json.Length);
            switch (_random.Next(3))
            {
                case 0:
                    json[at] = Pick(Damages);
                    break;
                case 1:
                    json.Insert(at, Pick(Damages));
                    break;
                default:
                    json.Length = at;
                    break;
            }
        }

        private void Space(StringBuilder json)
        {
            if (_spaced && _random.Next(2) == 0)
            {
                json.Append(Spaces[_random.Next(_commented ? Spaces.Length : 5)]);
            }
        }

        private T Pick<T>(T[] choices) => choices[_random.Next(choices.Length)];
    }
}
