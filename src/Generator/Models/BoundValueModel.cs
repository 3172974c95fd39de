namespace WebSockets.Generator.Models;

/// <summary>A value that is read from the handshake once. Methods that take an equal one share a field.</summary>
/// <param name="Source">The part of the request that it stands in.</param>
/// <param name="Key">Its name there.</param>
/// <param name="Form">How it is read.</param>
/// <param name="Type">The type of the parameter.</param>
/// <param name="Element">What the text is parsed to: the type without null and array.</param>
/// <param name="Fallback">What stands for a missing value, as an expression; null: the value must be there.</param>
internal sealed record BoundValueModel(BoundSource Source, string Key, BoundForm Form, TypeRef Type, string Element, string? Fallback);

/// <summary>The part of the request that a value stands in. The names are those of the binder's methods.</summary>
internal enum BoundSource
{
    Route,
    Query,
    Header,
}

/// <summary>How a value is read. The names are those of the binder's methods.</summary>
internal enum BoundForm
{
    Text,
    Texts,
    Parse,
    ParseNullable,
    ParseAll,
    Enum,
    EnumNullable,
    EnumAll,
}
