using WebSockets.Generator.Infrastructure;

namespace WebSockets.Generator.Models;

/// <summary>A message method with attributes that may say who may send to it, and how they are found when the app runs.</summary>
/// <param name="Declarations">The classes that declare it, fully qualified: that of the method last, those of the methods that it overrides before it.</param>
/// <param name="Parameters">The types of its parameters, as <c>typeof</c> takes them.</param>
internal sealed record AuthorizationModel(EquatableArray<string> Declarations, EquatableArray<string> Parameters);
