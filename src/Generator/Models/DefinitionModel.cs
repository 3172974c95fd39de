using WebSockets.Generator.Infrastructure;

namespace WebSockets.Generator.Models;

/// <summary>What [WebSocketHandler] says, and what stands beside it. A property that is null keeps its default.</summary>
internal sealed record DefinitionModel
{
    public required string Name { get; init; }

    public required string Path { get; init; }

    public EquatableArray<string> Protocols { get; init; }

    public string? Discriminator { get; init; }

    public string? Payload { get; init; }

    public string? Correlation { get; init; }

    /// <summary>The context's type, fully qualified.</summary>
    public string? JsonContext { get; init; }
}
