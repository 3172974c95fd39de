namespace WebSockets.Generator.Models;

/// <summary>A type with [Message].</summary>
/// <param name="Type">The type, fully qualified.</param>
/// <param name="Name">The name under which it travels.</param>
internal sealed record MessageTypeModel(string Type, string Name);
