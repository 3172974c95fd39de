namespace WebSockets.Generator.Models;

/// <summary>What a method returns.</summary>
/// <param name="Shape">How the value is wrapped.</param>
/// <param name="Value">What the value is, once unwrapped.</param>
/// <param name="Json">The type of a reply that is sent as JSON.</param>
internal sealed record ReturnModel(ReturnShape Shape, ReturnValue Value = ReturnValue.None, JsonTypeModel? Json = null)
{
    /// <summary>Whether the value may be a null reference; of a task without a value, whether the task may be.</summary>
    public bool IsNullable { get; init; }
}

/// <summary>How a returned value is wrapped.</summary>
internal enum ReturnShape
{
    Void,
    Task,
    ValueTask,
    Value,
    TaskOfValue,
    ValueTaskOfValue,
    Sequence,
}

/// <summary>What a returned value is.</summary>
internal enum ReturnValue
{
    None,
    Text,
    Bytes,
    Memory,
    Json,
    Bool,
    Result,
    Principal,
}
