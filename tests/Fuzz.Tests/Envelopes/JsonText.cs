using System.Text;
using WebSockets.Fuzz.Tests.Infrastructure;

namespace WebSockets.Fuzz.Tests.Envelopes;

/// <summary>Messages: most of them valid or nearly so, with the names of the envelope also where they mean nothing.</summary>
internal sealed class JsonText
{
    private static readonly string[] Names = ["type", "type", "type", "id", "id", "data", "data", "a", "", "Type", "тип", "t", "a longer name than all of the envelope's", "\"", "häλ👍"];
    private static readonly string[] Strings = ["", "add", "say", "type", "{\"id\":1}", "häλ 👍", "\"", "\\", "\0", "\u001f", "a longer text, that is passed over at once, }],{[", "\u2028", "\u007f"];
    private static readonly string[] Spaces = [" ", "\n", "\r\n", "\t", "  ", "/**/", "// \n", "/*", "//\u2028", "//", "\f", "\u00a0"];
    private static readonly string[] HalfPairs = ["\\ud800", "\\uDFFF", "\\udc00\\ud800", "\\ud83d", "\\ud83d\\u0041", "\\ud83d\\n", "\\ud83dx", "\\uD83D\\uD83D\\uDE00"];
    private static readonly string[] BadEscapes = ["\\x", "\\u12", "\\u00g0", "\\", "\\U0041", "\\u", "\\'"];
    private static readonly byte[] Bites = [.. "{}[]:,\"\\0123456789-+.eEtfnu/*' \t\n\r"u8, 0, 0x1f, 0x7f, 0x80, 0xbf, 0xc0, 0xe2, 0xed, 0xef, 0xf0, 0xff];

    private static readonly string[] Numbers =
    [
        "0", "7", "-1", "-0", "0.5", "-12.50", "1e9", "1.5E-3", "12345678901234567890123", "1e400", "-1E-400", "1e99999999999999999999", "0.0000000000000000000001",
        "9223372036854775808", "18446744073709551616", "0e0",
    ];

    private static readonly string[] BadNumbers =
        ["01", "-", "-01", "1.", ".5", "1e", "1e+", "+1", "0x1", "NaN", "Infinity", "-Infinity", "1_000", "1.0.0", "--1", "tru", "nulls", "True"];

    private readonly Choices _choices;
    private readonly List<byte> _text = [];
    private readonly bool _isSpaced;
    private readonly bool _isCommented;
    private readonly bool _isEscaped;

    private JsonText(Choices choices)
    {
        _choices = choices;
        var habits = choices.Next(256);
        _isSpaced = (habits & 3) == 3;
        _isCommented = (habits & 28) == 28;
        _isEscaped = (habits & 96) == 96;
    }

    public static byte[] Of(Choices choices) => new JsonText(choices).Message();

    private byte[] Message()
    {
        if (_choices.OneIn(200))
        {
            _text.AddRange([0xef, 0xbb, 0xbf]);
        }

        Space();
        if (_choices.OneIn(20))
        {
            Value(0);
        }
        else
        {
            Object(0);
        }

        Space();
        if (_choices.OneIn(60))
        {
            Value(4);
        }

        if (_choices.OneIn(3))
        {
            _choices.Mutate(_text, Bites);
        }

        return [.. _text];
    }

    private void Object(int depth)
    {
        var members = _choices.Next(7);
        Add("{");
        for (var i = 0; i < members; i++)
        {
            Add(i > 0 ? "," : "");
            Space();
            var name = _choices.Of<string>(Names);
            String(name);
            Space();
            Add(":");
            Space();
            if (name is "type" or "тип" && !_choices.OneIn(3))
            {
                String(_choices.Of<string>(Strings));
            }
            else
            {
                Value(depth + 1);
            }

            Space();
        }

        Add(members > 0 && _choices.OneIn(40) ? ",}" : "}");
    }

    private void Array(int depth)
    {
        var items = _choices.Next(4);
        Add("[");
        for (var i = 0; i < items; i++)
        {
            Add(i > 0 ? "," : "");
            Space();
            Value(depth + 1);
            Space();
        }

        Add(items > 0 && _choices.OneIn(40) ? ",]" : "]");
    }

    private void Value(int depth)
    {
        switch (_choices.Next(depth < 5 ? 16 : 12))
        {
            case 0 or 1 or 2 or 3 or 4:
                String(_choices.Of<string>(Strings));
                break;
            case 5 or 6:
                Add(_choices.Of<string>(["1", "null", "true", "false"]));
                break;
            case 7 or 8 or 9 or 10:
                Number();
                break;
            case 11:
                Deep();
                break;
            case 12 or 13:
                Array(depth);
                break;
            default:
                Object(depth);
                break;
        }
    }

    private void Number()
    {
        Add(_choices.OneIn(50) ? _choices.Of<string>(BadNumbers) : _choices.Of<string>(Numbers));
        if (_choices.OneIn(100))
        {
            _text.AddRange(Enumerable.Repeat((byte)'9', _choices.Next(2000)));
        }
    }

    // About as deep as the scan goes, as the reader goes, and far deeper than either; now and then not closed as it was opened.
    private void Deep()
    {
        var depth = _choices.Of<int>([1, 2, 3, 29, 30, 31, 32, 33, 60, 61, 62, 63, 64, 65, 200, 3000]);
        var isObject = _choices.OneIn(3);
        for (var i = 0; i < depth; i++)
        {
            Add(isObject ? "{\"a\":" : "[");
        }

        Add(isObject ? "1" : "");
        for (var i = _choices.OneIn(8) ? 1 : 0; i < depth; i++)
        {
            Add(isObject ? "}" : "]");
        }
    }

    private void String(string text)
    {
        Add("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            if (_isEscaped && _choices.OneIn(2))
            {
                var upper = _choices.OneIn(2);
                foreach (var unit in rune.ToString())
                {
                    Add(upper ? $"\\u{(int)unit:X4}" : $"\\u{(int)unit:x4}");
                }
            }
            else if (rune.Value is '"' or '\\')
            {
                Add($"\\{rune}");
            }
            else if (rune.Value < ' ' && !_choices.OneIn(4))
            {
                Add($"\\u{rune.Value:x4}");
            }
            else
            {
                Add(rune.ToString());
            }
        }

        if (_choices.OneIn(60))
        {
            Add(_choices.Of<string>(HalfPairs));
        }

        if (_choices.OneIn(200))
        {
            Add(_choices.Of<string>(BadEscapes));
        }

        if (_choices.OneIn(200))
        {
            _text.AddRange(_choices.Of<byte[]>([[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82], [0xf4, 0x90, 0x80, 0x80]]));
        }

        Add("\"");
    }

    private void Space()
    {
        if (_isSpaced && _choices.OneIn(2))
        {
            Add(Spaces[_choices.Next(_isCommented ? Spaces.Length : 5)]);
        }
    }

    private void Add(string text) => _text.AddRange(Encoding.UTF8.GetBytes(text));
}
