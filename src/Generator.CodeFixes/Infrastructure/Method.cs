using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace WebSockets.Generator.CodeFixes;

/// <summary>A method of the user that a diagnostic is about.</summary>
internal sealed record Method(Document Document, MethodDeclarationSyntax Syntax, IMethodSymbol Symbol, SemanticModel Model)
{
    /// <summary>Whether its declaration is the only one with this signature, and no other code of its class calls it.</summary>
    public bool CanChangeSignature(CancellationToken token) =>
        Symbol is { IsVirtual: false, IsAbstract: false, IsOverride: false, IsExtern: false, IsPartialDefinition: false, PartialDefinitionPart: null }
        && !ImplementsInterface()
        && !IsCalledInItsClass(token);

    /// <summary>Whether code of the user refers to it. Generated code is generated again with the new signature. This searches the solution.</summary>
    public async Task<bool> IsReferencedAsync(CancellationToken token)
    {
        var references = await SymbolFinder.FindReferencesAsync(Symbol, Document.Project.Solution, token).ConfigureAwait(false);
        return references.SelectMany(static reference => reference.Locations).Any(static location => location.Document is not SourceGeneratedDocument);
    }

    // Only what is spelled as it is bound.
    private bool IsCalledInItsClass(CancellationToken token) => Symbol.ContainingType.DeclaringSyntaxReferences
        .Where(part => Document.Project.Solution.GetDocument(part.SyntaxTree) is not SourceGeneratedDocument)
        .SelectMany(part => part.GetSyntax(token).DescendantNodes().OfType<SimpleNameSyntax>())
        .Where(name => name.Identifier.ValueText == Symbol.Name)
        .Any(name => Model.Compilation.GetSemanticModel(name.SyntaxTree).GetSymbolInfo(name, token) is var info
            && info.CandidateSymbols.Append(info.Symbol).Any(symbol => SymbolEqualityComparer.Default.Equals(symbol?.OriginalDefinition, Symbol.OriginalDefinition)));

    private bool ImplementsInterface() => Symbol.ContainingType.AllInterfaces
        .SelectMany(static type => type.GetMembers())
        .Any(member => SymbolEqualityComparer.Default.Equals(Symbol.ContainingType.FindImplementationForInterfaceMember(member), Symbol));
}
