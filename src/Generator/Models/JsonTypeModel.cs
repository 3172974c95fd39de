namespace WebSockets.Generator.Models;

/// <summary>A type whose JSON metadata is looked up when the handler is mapped.</summary>
/// <param name="Type">The type, fully qualified.</param>
/// <param name="Identifier">A short name of it, for a field.</param>
internal sealed record JsonTypeModel(string Type, string Identifier);
