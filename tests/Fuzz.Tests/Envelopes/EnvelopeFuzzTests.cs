using System.Buffers;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using WebSockets.CompilerServices;
using WebSockets.Framing;
using WebSockets.Fuzz.Tests.Infrastructure;
using WebSockets.Messages;
using WebSockets.Runtime.Tests.Framing;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Fuzz.Tests.Envelopes;

/// <summary>The search for the envelope against System.Text.Json: the same messages are taken, and the same is found in them.</summary>
internal sealed class EnvelopeFuzzTests
{
    private const int Choices = 240;

    private static readonly JsonSerializerOptions Lenient = new() { AllowTrailingCommas = true, ReadCommentHandling = JsonCommentHandling.Skip };
    private static readonly JsonSerializerOptions Shallow = new() { MaxDepth = 3 };
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 200 };

    private static readonly EnvelopeShape[] Shapes =
    [
        Shape(null, JsonSerializerOptions.Web),
        Shape("data", JsonSerializerOptions.Web),
        Shape(null, Lenient),
        Shape("data", Lenient),
        Shape(null, Shallow),
        Shape("data", Shallow),
        Shape(null, Deep),
        Shape("data", Deep),
        Shape("häλ👍", JsonSerializerOptions.Web, "тип", "\""),
    ];

    [Test]
    public void The_same_envelope_is_found_in_the_same_messages() => Fuzzing.Run(Choices, Check, Print);

    [Test]
    public void The_same_payload_is_read_from_a_message_in_pieces() => Fuzzing.Run(Choices, CheckPieces, Print, share: 4);

    [Test]
    public void A_flat_message_without_its_envelope_has_all_its_other_members() => Fuzzing.Run(Choices, CheckRest, Print, share: 4);

    // What the tests above say of a generator that makes nothing but noise is worth nothing.
    [Test]
    public void The_inputs_are_of_all_kinds()
    {
        var random = new Random(1);
        var kinds = Enumerable.Range(0, 20_000).Select(_ =>
        {
            var bytes = new byte[random.Next(Choices)];
            random.NextBytes(bytes);
            var choices = new Choices(bytes);
            var shape = choices.Of<EnvelopeShape>(Shapes);
            var json = JsonText.Of(choices);
            return (Utf8.IsValid(json), Oracle.Of(json, shape).Kind, EnvelopeScan.TryRead(json, shape, out Envelope _));
        }).CountBy(kind => kind).ToDictionary();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(kinds.Where(kind => !kind.Key.Item1).Sum(kind => kind.Value), Is.GreaterThan(300), "not UTF-8");
            Assert.That(kinds.GetValueOrDefault((true, EnvelopeKind.Malformed, false)), Is.GreaterThan(2000), "malformed");
            Assert.That(kinds.GetValueOrDefault((true, EnvelopeKind.Named, true)), Is.GreaterThan(1000), "named, the fast way");
            Assert.That(kinds.GetValueOrDefault((true, EnvelopeKind.Named, false)), Is.GreaterThan(300), "named, by the reader");
            Assert.That(kinds.GetValueOrDefault((true, EnvelopeKind.Numbered, true)), Is.GreaterThan(50), "a number, the fast way");
            Assert.That(kinds.GetValueOrDefault((true, EnvelopeKind.OtherName, true)), Is.GreaterThan(50), "another name, the fast way");
            Assert.That(kinds.GetValueOrDefault((true, EnvelopeKind.Unnamed, true)), Is.GreaterThan(1000), "unnamed, the fast way");
            Assert.That(kinds.GetValueOrDefault((true, EnvelopeKind.Unnamed, false)), Is.GreaterThan(300), "unnamed, by the reader");
        }
    }

    private static string Print(Choices choices)
    {
        var shape = choices.Of<EnvelopeShape>(Shapes);
        var json = JsonText.Of(choices);
        return $"{(shape.Payload is null ? "flat" : "wrapped")}, shape {Array.IndexOf(Shapes, shape)}: {Encoding.UTF8.GetString(json)} ({Convert.ToHexString(json)})";
    }

    private static void Check(Choices choices)
    {
        var shape = choices.Of<EnvelopeShape>(Shapes);
        var json = JsonText.Of(choices);
        if (!Utf8.IsValid(json))
        {
            CheckRefusedOnTheWire(json);
            return;
        }

        var expected = Oracle.Of(json, shape);
        Envelope.Read(json, shape, out var envelope);
        Same(expected, Found(envelope, json, shape));
        Envelope.ReadTokens(json, shape, out envelope);
        Same(expected, Found(envelope, json, shape));
    }

    // Text that is not UTF-8 never comes as far as to be read as JSON.
    private static void CheckRefusedOnTheWire(byte[] json)
    {
        using var reader = new FrameReader(1024 * 1024);
        var events = Arrivals.Of(reader, RawFrame.Encode(RawFrame.Text, json));
        if (events is not ["Violation 1007"])
        {
            throw new InvalidOperationException($"It came through: {string.Join(", ", events)}");
        }
    }

    private static void CheckPieces(Choices choices)
    {
        var shape = choices.Of<EnvelopeShape>(Shapes);
        var json = JsonText.Of(choices);
        if (!Utf8.IsValid(json))
        {
            return;
        }

        var expected = Oracle.Of(json, shape);
        var context = new WebSocketMessageContext(null!, shape);
        context.Start(WebSocketMessageType.Text, Pieces(json, choices), readEnvelope: true);
        if (expected.Kind == EnvelopeKind.Malformed)
        {
            if (context.Kind != EnvelopeKind.Malformed)
            {
                Fails(context.IgnorePayload);
            }
        }
        else
        {
            context.IgnorePayload();
            var name = context.Kind == EnvelopeKind.Named ? Encoding.UTF8.GetString(context.Name) : expected.Name;
            Same<long?>(expected.Kind == EnvelopeKind.Numbered && long.TryParse(expected.Name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null, context.Number);
            var wrapped = shape.Payload is not null && context.HasName;
            var payload = Encoding.UTF8.GetString(context.ReadMemory().Span);
            Same(expected with { Id = null, Payload = wrapped ? expected.Payload ?? "" : Encoding.UTF8.GetString(json) }, new(context.Kind, name, null, payload));
            if (context.HasId != expected.Id is not null)
            {
                throw new InvalidOperationException("The id is lost, or made up.");
            }

            CheckElement(context, payload, shape);
            CheckText(context, payload, shape, wrapped);
        }

        context.End();
    }

    private static void CheckElement(WebSocketMessageContext context, string payload, EnvelopeShape shape)
    {
        var element = context.ReadElement();
        if (payload.Length == 0)
        {
            Same(JsonValueKind.Undefined, element.ValueKind);
            return;
        }

        using var document = JsonDocument.Parse(payload, Oracle.Options(shape));
        Same(document.RootElement.GetRawText(), element.GetRawText());
    }

    private static void CheckText(WebSocketMessageContext context, string payload, EnvelopeShape shape, bool wrapped)
    {
        if (!wrapped || !payload.StartsWith('"'))
        {
            Same(payload, context.ReadText());
            return;
        }

        using var document = JsonDocument.Parse(payload, Oracle.Options(shape));
        if (Oracle.Text(document.RootElement.GetString) is { } text)
        {
            Same(text, context.ReadText());
        }
        else
        {
            Fails(() => context.ReadText());
        }
    }

    private static void CheckRest(Choices choices)
    {
        var shape = choices.Of<EnvelopeShape>(Shapes);
        var json = JsonText.Of(choices);
        if (shape.Payload is not null || !Utf8.IsValid(json) || Oracle.Of(json, shape).Kind is not (EnvelopeKind.Named or EnvelopeKind.Numbered))
        {
            return;
        }

        using var whole = JsonDocument.Parse(json, Oracle.Options(shape));
        var rest = whole.RootElement.EnumerateObject().Select(member => (Name: Oracle.Text(() => member.Name), member.Value))
            .Where(member => member.Name is not "type" and not "id").ToList();
        try
        {
            using var actual = JsonDocument.Parse(Envelope.WithoutMembers(json, shape, keepsId: false).WrittenMemory, Oracle.Options(shape));
            Same(
                string.Join(", ", rest.Select(member => $"{member.Name}: {member.Value.GetRawText()}")),
                string.Join(", ", actual.RootElement.EnumerateObject().Select(member => $"{member.Name}: {member.Value.GetRawText()}")));
        }
        catch (JsonException) when (rest.Any(member => member.Name is null))
        {
            // A member whose name is no text.
        }
    }

    // With what a method that takes no payload does: a flat message is only read as far as its name and its id, and then checked.
    private static Oracle Found(Envelope envelope, byte[] json, EnvelopeShape shape)
    {
        if (envelope.Kind == EnvelopeKind.Malformed)
        {
            return Oracle.Malformed;
        }

        try
        {
            Envelope.Validate(json, shape);
        }
        catch (JsonException)
        {
            return envelope.IsComplete(shape) ? Oracle.Malformed : throw new InvalidOperationException("It says yes to what is not JSON.");
        }

        return new Oracle(
            envelope.Kind,
            envelope.HasName ? Encoding.UTF8.GetString(envelope.NameIn(json)) : null,
            envelope.Id.IsEmpty ? null : Encoding.UTF8.GetString(envelope.Id.Of((ReadOnlySpan<byte>)json)),
            envelope.Payload.IsEmpty ? null : Encoding.UTF8.GetString(envelope.Payload.Of((ReadOnlySpan<byte>)json)));
    }

    private static ReadOnlySequence<byte> Pieces(byte[] json, Choices choices)
    {
        var parts = new List<byte[]>();
        for (var at = 0; at < json.Length || parts.Count == 0;)
        {
            var length = Math.Min(choices.OneIn(3) ? choices.Next(8) : 1 + choices.Next(100), json.Length - at);
            parts.Add(json[at..(at + length)]);
            at += length;
            if (length == 0)
            {
                parts.Add(json[at..]);
                break;
            }
        }

        return Segments.Of([.. parts]);
    }

    private static void Fails(Action action)
    {
        try
        {
            action();
        }
        catch (WebSocketMessageException e) when (e.Error == WebSocketMessageError.Malformed)
        {
            return;
        }

        throw new InvalidOperationException("It is taken for well-formed.");
    }

    // Not an assertion of NUnit: millions of them would be most of the time.
    private static void Same<T>(T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new InvalidOperationException($"It has to be {expected}, but is {actual}.");
        }
    }

    private static EnvelopeShape Shape(string? payload, JsonSerializerOptions options, string discriminator = "type", string correlation = "id") => new(
        new WebSocketHandlerDefinition
        {
            Handler = typeof(object),
            Name = "",
            Path = "/",
            Payload = payload,
            Discriminator = discriminator,
            Correlation = correlation,
            CreateDispatcher = _ => null!,
        },
        options);
}
