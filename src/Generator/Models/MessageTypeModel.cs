using WebSockets.Generator.Infrastructure;

namespace WebSockets.Generator.Models;

/// <summary>A type with [Message].</summary>
/// <param name="Type">The type, fully qualified.</param>
/// <param name="Name">The name under which it travels.</param>
/// <param name="ExperimentalIds">What must be accepted to name the type.</param>
internal sealed record MessageTypeModel(string Type, string Name, EquatableArray<string> ExperimentalIds);
