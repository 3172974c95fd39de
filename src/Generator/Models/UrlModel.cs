using WebSockets.Generator.Infrastructure;

namespace WebSockets.Generator.Models;

/// <summary>The method that makes a handler's address.</summary>
/// <param name="IsInternal">Whether a parameter's type keeps it from being public.</param>
/// <param name="Parameters">One for each variable of the path; the optional ones last.</param>
internal sealed record UrlModel(bool IsInternal, EquatableArray<UrlParameterModel> Parameters);

/// <param name="Name">The parameter's name, not escaped.</param>
/// <param name="Key">The variable's name.</param>
/// <param name="Type">The type, fully qualified; not nullable.</param>
/// <param name="IsOptional">Whether it may be left out.</param>
internal sealed record UrlParameterModel(string Name, string Key, string Type, bool IsOptional);
