using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WebSockets.Generator.CodeFixes;

/// <summary>The call by which an app gets its WebSocket services, behind which its JSON options get a context.</summary>
/// <param name="Document">The document of the call.</param>
/// <param name="Statement">The statement, or the member that a top-level one is.</param>
/// <param name="Services">What it is called on.</param>
internal sealed record Registration(Document Document, SyntaxNode Statement, ExpressionSyntax Services)
{
    private const string Namespace = "Microsoft.Extensions.DependencyInjection";

    /// <summary>Null: the project has none, or what it is called on is not just a name.</summary>
    public static async Task<Registration?> FindAsync(Project project, CancellationToken token)
    {
        foreach (var document in project.Documents.OrderBy(static document => document.FilePath, StringComparer.Ordinal))
        {
            var root = await document.GetSyntaxRootAsync(token).ConfigureAwait(false);
            foreach (var name in root!.DescendantNodes().OfType<IdentifierNameSyntax>().Where(static name => name.Identifier.ValueText == "AddWebSocketHandlers"))
            {
                if (name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax, Expression: var services }
                    && services.DescendantNodesAndSelf().All(static node => node is SimpleNameSyntax or MemberAccessExpressionSyntax)
                    && name.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax or GlobalStatementSyntax } statement)
                {
                    return new(document, statement.Parent is GlobalStatementSyntax global ? global : statement, services);
                }
            }
        }

        return null;
    }

    /// <summary>Whether the call that is to be written is known where the statement stands.</summary>
    public async Task<bool> NeedsUsingAsync(CancellationToken token)
    {
        var model = (await Document.GetSemanticModelAsync(token).ConfigureAwait(false))!;
        var type = model.GetTypeInfo(Services, token).Type;
        return model.LookupSymbols(Statement.SpanStart, type, "ConfigureHttpJsonOptions", includeReducedExtensionMethods: true).IsEmpty;
    }

    public SyntaxNode Configure(string context)
    {
        var text = $"{Services.WithoutTrivia()}.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, {context}.Default));";
        var statement = SyntaxFactory.ParseStatement(text).WithLeadingTrivia(Statement.Indentation()).WithTrailingTrivia(SyntaxFactory.LineFeed);
        return Statement is GlobalStatementSyntax ? SyntaxFactory.GlobalStatement(statement) : statement;
    }

    /// <summary>Imports the call, in the order of the names, in which those of the system come first.</summary>
    public static CompilationUnitSyntax AddUsing(CompilationUnitSyntax unit)
    {
        if (unit.Usings.Any(static directive => directive.Name?.ToString() == Namespace))
        {
            return unit;
        }

        var directive = SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(Namespace)).NormalizeWhitespace().WithTrailingTrivia(SyntaxFactory.LineFeed);
        var next = unit.Usings.FirstOrDefault(static other => other.Name?.ToString() is { } name && !name.StartsWith("System", StringComparison.Ordinal) && string.CompareOrdinal(name, Namespace) > 0);
        return next is null
            ? unit.AddUsings(directive)
            : unit.WithUsings(unit.Usings
                .Replace(next, next.WithLeadingTrivia())
                .Insert(unit.Usings.IndexOf(next), directive.WithLeadingTrivia(next.GetLeadingTrivia())));
    }
}
