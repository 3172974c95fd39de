namespace WebSockets.Generator.Models;

/// <summary>What a message method takes of its message.</summary>
/// <param name="Kind">How it is read.</param>
/// <param name="Json">The type that is read as JSON; null for the kinds that need none.</param>
/// <param name="IsNullable">Whether the payload may be null or missing.</param>
internal sealed record PayloadModel(PayloadKind Kind, JsonTypeModel? Json, bool IsNullable)
{
    public bool IsBinary => Kind is PayloadKind.Bytes or PayloadKind.Memory or PayloadKind.Sequence or PayloadKind.Stream;
}

/// <summary>How a payload is read. The names, but for the last, are those of the context's methods.</summary>
internal enum PayloadKind
{
    Text,
    Bytes,
    Memory,
    Sequence,
    Element,
    Stream,
    Json,
}
