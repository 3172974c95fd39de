using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WebSockets.Generator.Diagnostics;

/// <summary>Where a diagnostic stands. The location is only looked for when it is reported.</summary>
internal readonly struct Place
{
    private readonly Func<CancellationToken, Location?> _find;

    private Place(Func<CancellationToken, Location?> find) => _find = find;

    /// <summary>The name of a type or method, or a whole parameter.</summary>
    public static Place Of(ISymbol symbol) => new(token =>
        symbol is IParameterSymbol ? Syntax(symbol, token)?.GetLocation() : InSource(symbol));

    /// <summary>The return type of a method.</summary>
    public static Place OfReturnType(IMethodSymbol method) => new(token =>
        (Syntax(method, token) as MethodDeclarationSyntax)?.ReturnType.GetLocation() ?? InSource(method));

    /// <summary>The name of one part of a type.</summary>
    public static Place OfPart(SyntaxReference part) => new(token =>
        part.GetSyntax(token) is BaseTypeDeclarationSyntax type ? type.Identifier.GetLocation() : null);

    /// <summary>An attribute.</summary>
    public static Place Of(AttributeData attribute) => new(token => attribute.ApplicationSyntaxReference?.GetSyntax(token).GetLocation());

    /// <summary>An argument of an attribute; the attribute if it has no such argument.</summary>
    public static Place OfArgument(AttributeData attribute, int position, string? name = null) => new(token =>
    {
        var syntax = attribute.ApplicationSyntaxReference?.GetSyntax(token) as AttributeSyntax;
        var arguments = syntax?.ArgumentList?.Arguments;
        var argument = name is not null
            ? arguments?.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name)
            : arguments?.Where(static argument => argument.NameEquals is null).Skip(position).FirstOrDefault();
        return (argument?.Expression ?? (SyntaxNode?)syntax)?.GetLocation();
    });

    /// <summary>A place that is known.</summary>
    public static Place At(Location location) => new(_ => location);

    public Location? Find(CancellationToken token) => _find(token);

    /// <summary>The place; that of a symbol, if it is in another assembly: an editor may know its source, but nothing can be reported there.</summary>
    public Location? FindIn(Compilation compilation, ISymbol symbol, CancellationToken token) =>
        Find(token) is { SourceTree: { } tree } found && compilation.ContainsSyntaxTree(tree) ? found : InSource(symbol);

    private static Location? InSource(ISymbol symbol) => symbol.Locations.FirstOrDefault(static location => location.IsInSource);

    private static SyntaxNode? Syntax(ISymbol symbol, CancellationToken token) =>
        symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(token);
}
