namespace WebSockets.Generator.Models;

/// <summary>The assembly that is compiled.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsLibrary">Whether its handlers are mapped by others.</param>
internal sealed record AssemblyModel(string Name, bool IsLibrary);
