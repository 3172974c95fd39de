using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Reads what is asked of the whole assembly.</summary>
internal static class AssemblyParser
{
    /// <summary>Null: it does not use the library of handlers, or is written in a C# that generated code is not.</summary>
    public static AssemblyModel? Parse(Compilation compilation) =>
        compilation is CSharpCompilation { LanguageVersion: >= LanguageVersion.CSharp8 } && compilation.GetTypeByMetadataName(KnownNames.Handler) is not null
            ? new(compilation.AssemblyName ?? "", !IsApp(compilation))
            : null;

    /// <summary>Whether it is a program, which maps handlers; tests are programs too.</summary>
    public static bool IsApp(Compilation compilation) =>
        compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication or OutputKind.WindowsRuntimeApplication;
}
