using Microsoft.CodeAnalysis;
using WebSockets.Generator.Emitting;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator;

/// <summary>Adds the emitted files to the compilation, under names that cannot meet.</summary>
internal static class HandlerFiles
{
    /// <summary>The names that another name differs from in case alone.</summary>
    public static EquatableArray<string> Ambiguous(IEnumerable<string> names) => names
        .GroupBy(static name => name, StringComparer.OrdinalIgnoreCase)
        .Where(static group => group.Skip(1).Any())
        .SelectMany(static group => group)
        .OrderBy(static name => name, StringComparer.Ordinal)
        .ToEquatableArray();

    public static void Add(SourceProductionContext output, HandlerModel handler, EquatableArray<string> ambiguous)
    {
        var name = handler.Declaration.MetadataName;
        output.AddSource(HandlerSource.HintName(name, ambiguous.Contains(name)), HandlerSource.Write(handler));
    }

    public static void AddRegistration(SourceProductionContext output, EquatableArray<RegisteredModel> handlers, bool hasLibrary)
    {
        if (hasLibrary)
        {
            output.AddSource(RegistrationSource.HintName, RegistrationSource.Write(handlers));
        }
    }
}
