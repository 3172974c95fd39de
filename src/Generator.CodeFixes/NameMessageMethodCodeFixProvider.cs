using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using WebSockets.Generator.Analyzers;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Infrastructure;

namespace WebSockets.Generator.CodeFixes;

/// <summary>WSG0202: gives the second of two message methods a name of its own.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NameMessageMethodCodeFixProvider))]
[Shared]
public sealed class NameMessageMethodCodeFixProvider() : DiagnosticCodeFixProvider(Descriptors.SameMessageName)
{
    private protected override async Task<ProposedFix?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token) =>
        await document.FindMethodAsync(diagnostic, token).ConfigureAwait(false) is { } method
        && FreeName(method) is var (attribute, name)
            ? await MessageNameArgument.ChangeAsync(document, attribute, name, token).ConfigureAwait(false)
            : null;

    // Of several methods each gets another name, so that all may be named at once. Which integers are free, the protocol knows.
    private static (AttributeData Attribute, string Name)? FreeName(Method method)
    {
        var compilation = method.Model.Compilation;
        if (new AssemblyHandlers(compilation).All.FirstOrDefault(handler => IsOrDerives(handler, method.Symbol.ContainingType)) is not { } type)
        {
            return null;
        }

        var named = HandlerMessages.Of(type, compilation).Where(static message => message.Name is { Number: null }).ToArray();
        var names = new UniqueNames([.. named.Select(static message => message.Name!.Text), .. MessageNameArgument.Taken(compilation)]);
        foreach (var (second, _) in named.GroupBy(static message => message.Name).SelectMany(static same => same.Skip(1)))
        {
            var name = MessageNameArgument.Free(names, second.Symbol.Name);
            if (SymbolEqualityComparer.Default.Equals(second.Symbol, method.Symbol))
            {
                return (second.Attribute, name);
            }
        }

        return null;
    }

    private static bool IsOrDerives(INamedTypeSymbol type, INamedTypeSymbol ancestor)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(t.OriginalDefinition, ancestor.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }
}
