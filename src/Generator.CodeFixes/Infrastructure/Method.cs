using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace WebSockets.Generator.CodeFixes;

/// <summary>A method of the user that a diagnostic is about.</summary>
internal sealed record Method(Document Document, MethodDeclarationSyntax Syntax, IMethodSymbol Symbol, SemanticModel Model)
{
    /// <summary>Whether nothing but generated code, which will follow, depends on its signature.</summary>
    public async Task<bool> IsFreeAsync(CancellationToken token)
    {
        if (Symbol is { IsVirtual: true } or { IsAbstract: true } or { IsOverride: true } or { IsExtern: true } or { IsPartialDefinition: true } or { PartialDefinitionPart: not null }
            || ImplementsInterface())
        {
            return false;
        }

        var references = await SymbolFinder.FindReferencesAsync(Symbol, Document.Project.Solution, token).ConfigureAwait(false);
        return references.SelectMany(static reference => reference.Locations).All(static location => location.Document is SourceGeneratedDocument);
    }

    private bool ImplementsInterface() => Symbol.ContainingType.AllInterfaces
        .SelectMany(static type => type.GetMembers())
        .Any(member => SymbolEqualityComparer.Default.Equals(Symbol.ContainingType.FindImplementationForInterfaceMember(member), Symbol));
}
