using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Analyzers;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.CodeFixes;

/// <summary>The name that [OnMessage] or [Message] gives.</summary>
internal static class MessageNameArgument
{
    /// <summary>A fix that gives another; null: the attribute is not in the sources of the solution.</summary>
    public static async Task<ProposedFix?> ChangeAsync(Document document, AttributeData attribute, string name, CancellationToken token) =>
        attribute.ApplicationSyntaxReference is { } reference
        && document.Project.Solution.GetDocument(reference.SyntaxTree) is { } home
        && await reference.GetSyntaxAsync(token).ConfigureAwait(false) is AttributeSyntax syntax
            ? new($"Name the message \"{name}\"", home, editor => editor.ReplaceOnce(syntax, current => With(current, name)))
            : null;

    /// <summary>The names that the messages of the assembly have by their types.</summary>
    public static IEnumerable<string> Taken(Compilation compilation) => AssemblyHandlers.Types(compilation.Assembly.GlobalNamespace).Select(MessageNames.Of).OfType<MessageName>().Select(static name => name.Text);

    /// <summary>A name after that of a method or type; where that is taken, the same with a number.</summary>
    public static string Free(UniqueNames names, string identifier) => names.Get(MessageNames.ToCamelCase(identifier));

    private static AttributeSyntax With(AttributeSyntax attribute, string name)
    {
        var argument = attribute.ArgumentList?.Arguments.FirstOrDefault(static argument => argument.NameEquals is null);
        return argument is not null
            ? attribute.ReplaceNode(argument.Expression, Syntax.Text(name).WithTriviaFrom(argument.Expression))
            : attribute
                .WithName(attribute.Name.WithoutTrailingTrivia())
                .WithArgumentList(SyntaxFactory.AttributeArgumentList([SyntaxFactory.AttributeArgument(Syntax.Text(name))]).WithTrailingTrivia(attribute.GetTrailingTrivia()));
    }
}
