using System.Text.Json;
using System.Text.Json.Serialization;
using WebSockets;

namespace WSG0306;

[WebSocketHandler("/votes", JsonContext = typeof(VoteJson))]
public sealed partial class Votes
{
    private readonly Dictionary<string, int> _counts = [];

    [OnMessage]
    void Vote(Vote vote) => _counts[vote.For] = _counts.GetValueOrDefault(vote.For) + 1;
}

[Message]
public sealed record Vote(string For);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(Vote))]
internal sealed partial class VoteJson : JsonSerializerContext;
