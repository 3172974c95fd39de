namespace WebSockets.Generator.Models;

/// <summary>What the registration of an assembly's handlers holds of each.</summary>
/// <param name="MetadataName">Their order.</param>
/// <param name="Type">The class, fully qualified.</param>
internal sealed record RegisteredModel(string MetadataName, string Type);
