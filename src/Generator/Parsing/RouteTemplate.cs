namespace WebSockets.Generator.Parsing;

/// <summary>A path as the router will read it.</summary>
/// <param name="Path">The text.</param>
/// <param name="Variables">Its variables, also those of a malformed path as far as they are known.</param>
/// <param name="Error">What is wrong with it; null if nothing is.</param>
internal sealed record RouteTemplate(string Path, IReadOnlyList<RouteVariable> Variables, string? Error)
{
    public RouteVariable? Find(string name) =>
        Variables.FirstOrDefault(variable => string.Equals(variable.Name, name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A variable of a path.</summary>
/// <param name="Name">As the path writes it.</param>
/// <param name="Constraints">The names of its inline constraints.</param>
/// <param name="IsOptional">It may be left out: <c>{a?}</c>.</param>
/// <param name="HasDefault">It may be left out: <c>{a=b}</c>.</param>
/// <param name="IsCatchAll">It takes the rest of the path, or nothing: <c>{*a}</c>.</param>
internal sealed record RouteVariable(string Name, IReadOnlyList<string> Constraints, bool IsOptional, bool HasDefault, bool IsCatchAll)
{
    public bool CanBeLeftOut => IsOptional || HasDefault || IsCatchAll;
}
