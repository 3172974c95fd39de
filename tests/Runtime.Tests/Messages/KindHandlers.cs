using System.Buffers;
using System.Text;
using System.Text.Json;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Messages;

/// <summary>Every kind of payload of a text message, each under its name.</summary>
[WebSocketHandler("/kinds/text")]
internal sealed partial class TextKinds
{
    [OnMessage("string")]
    public string AsString(string text) => text;

    [OnMessage("bytes")]
    public byte[] AsBytes(byte[] bytes) => bytes;

    [OnMessage("memory")]
    public ReadOnlyMemory<byte> AsMemory(ReadOnlyMemory<byte> memory) => memory;

    [OnMessage("sequence")]
    public byte[] AsSequence(ReadOnlySequence<byte> sequence) => sequence.ToArray();

    [OnMessage("stream")]
    public async Task<string> AsStream(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    [OnMessage("element")]
    public JsonElement AsElement(JsonElement element) => element;

    [OnMessage("message")]
    public string AsMessage(WebSocketMessage message) => $"{message.Type} {message.Data.Length} {message.Text}";

    [OnMessage("dictionary")]
    public string AsDictionary(Dictionary<string, JsonElement> members) => string.Join(',', members.Keys.Order(StringComparer.Ordinal));
}

/// <summary>No names: plain payloads, read as what the methods take.</summary>
[WebSocketHandler("/kinds/plain")]
internal sealed partial class PlainKinds
{
    [OnMessage]
    public Plain Json(Plain plain) => new(plain.Text + "!");

    [OnMessage]
    public async Task<byte[]> Binary(Stream stream)
    {
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }
}

[WebSocketHandler("/kinds/both")]
internal sealed partial class BothKinds
{
    [OnMessage]
    public string Any(WebSocketMessage message) => $"{message.Type} {message.Data.Length}";
}

/// <summary>A named handler whose unnamed method takes text as it is.</summary>
[WebSocketHandler("/kinds/raw")]
internal sealed partial class RawKinds
{
    [OnMessage]
    public Said Say(Say say) => new("you", say.Text);

    [OnMessage]
    public string Text(string text) => $"raw {text}";

    [OnMessage]
    public string Binary(ReadOnlySequence<byte> bytes) => $"binary {bytes.Length}";
}

/// <summary>Every kind of return.</summary>
[WebSocketHandler("/kinds/returns")]
internal sealed partial class ReturnKinds(Journal journal)
{
    [OnMessage("void")]
    public void Void() => journal.Write("void");

    [OnMessage("task")]
    public async Task Task()
    {
        await System.Threading.Tasks.Task.Yield();
        journal.Write("task");
    }

    [OnMessage("value-task")]
    public async ValueTask ValueTask()
    {
        await System.Threading.Tasks.Task.Yield();
        journal.Write("value-task");
    }

    [OnMessage("value")]
    public Sum Value() => new(1);

    [OnMessage("task-of")]
    public async Task<Sum> TaskOf()
    {
        await System.Threading.Tasks.Task.Yield();
        return new(2);
    }

    [OnMessage("value-task-of")]
    public async ValueTask<Sum> ValueTaskOf()
    {
        await System.Threading.Tasks.Task.Yield();
        return new(3);
    }

    [OnMessage("string")]
    public async Task<string> String()
    {
        await System.Threading.Tasks.Task.Yield();
        return "text";
    }

    [OnMessage("memory")]
    public async ValueTask<ReadOnlyMemory<byte>> Memory()
    {
        await System.Threading.Tasks.Task.Yield();
        return new byte[] { 1, 2, 3 };
    }

    [OnMessage("number")]
    public int Number() => 42;

    [OnMessage("list")]
    public List<Sum> List() => [new(1), new(2)];

    [OnMessage("stream")]
    public async IAsyncEnumerable<Sum> Stream()
    {
        for (var i = 1; i <= 3; i++)
        {
            await System.Threading.Tasks.Task.Yield();
            yield return new(i);
        }
    }

    [OnMessage("strings")]
    public async IAsyncEnumerable<string> Strings()
    {
        await System.Threading.Tasks.Task.Yield();
        yield return "a";
        yield return "b";
    }

    [OnMessage("failing-stream")]
    public async IAsyncEnumerable<Sum> FailingStream()
    {
        await System.Threading.Tasks.Task.Yield();
        yield return new(1);
        throw new InvalidOperationException("the password of the database");
    }
}

/// <summary>Echoes a text that it keeps past its message's memory.</summary>
[WebSocketHandler("/kinds/spans")]
internal sealed partial class Spans
{
    [OnMessage]
    public Said Say(Say say) => new("you", say.Text);

    [OnMessage("later")]
    public async Task<string> Later(ReadOnlyMemory<byte> json)
    {
        await Task.Yield();
        return Encoding.UTF8.GetString(json.Span);
    }

    [OnMessage]
    public async Task<byte[]> Binary(ReadOnlySequence<byte> bytes)
    {
        await Task.Yield();
        return bytes.ToArray();
    }
}
