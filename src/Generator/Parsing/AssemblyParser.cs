using Microsoft.CodeAnalysis;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Reads what is asked of the whole assembly.</summary>
internal static class AssemblyParser
{
    /// <summary>Null: it does not use the library of handlers.</summary>
    public static AssemblyModel? Parse(Compilation compilation) => compilation.GetTypeByMetadataName(KnownNames.Handler) is null
        ? null
        : new(compilation.AssemblyName ?? "", !IsApp(compilation));

    /// <summary>Whether it is a program, which maps handlers; tests are programs too.</summary>
    public static bool IsApp(Compilation compilation) =>
        compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication or OutputKind.WindowsRuntimeApplication;
}
