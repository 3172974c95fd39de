namespace WebSockets.Generator.Models;

/// <summary>What the user's other code needs of a handler that cannot be completed, so that its own error is the only one.</summary>
/// <param name="Type">The handler, fully qualified; null: it has no name that other code could write.</param>
/// <param name="Url">Null: no method would stand in for <c>GetUrl</c>.</param>
internal sealed record StandInModel(string? Type, UrlModel? Url);
