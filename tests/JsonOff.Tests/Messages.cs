using System.Text.Json.Serialization;

namespace WebSockets.JsonOff.Tests;

[Message]
internal sealed record Ask(string Question, Detail? Detail = null);

internal sealed record Detail(int Page, string[] Tags);

[Message]
internal sealed record Answer(string Text);

[Message]
internal sealed record Count(int To);

[Message]
internal sealed record Number(int Value);

internal sealed record Plain(string Text);

/// <summary>A message that no context knows.</summary>
[Message]
internal sealed record Unregistered(string Text);

/// <summary>What the app's JSON options are given.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Ask))]
[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(Count))]
[JsonSerializable(typeof(Number))]
[JsonSerializable(typeof(Plain))]
internal sealed partial class AppContext : JsonSerializerContext;

/// <summary>What a handler names by itself.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseUpper)]
[JsonSerializable(typeof(Ask))]
[JsonSerializable(typeof(Answer))]
internal sealed partial class OwnContext : JsonSerializerContext;
