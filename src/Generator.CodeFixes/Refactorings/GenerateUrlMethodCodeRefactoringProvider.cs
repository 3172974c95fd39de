using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.CodeFixes.Refactorings;

/// <summary>On a handler: declares the method that makes its address, with the variables of its path.</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(GenerateUrlMethodCodeRefactoringProvider))]
[Shared]
public sealed class GenerateUrlMethodCodeRefactoringProvider : CodeRefactoringProvider
{
    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        var token = context.CancellationToken;
        if ((await context.FindNodeAsync().ConfigureAwait(false))?.DeclaredType() is { } type
            && await context.Document.GetSemanticModelAsync(token).ConfigureAwait(false) is { } model
            && model.GetDeclaredSymbol(type, token) is { } handler
            && handler.FindAttribute(KnownNames.Handler) is not null
            && HandlerObstacle.Find(handler) is null
            && !handler.GetMembers().Any(static member => member.FindAttribute(KnownNames.Url) is not null)
            && HandlerMessages.Context(handler, model.Compilation) is { Route.Error: null } handlerContext)
        {
            var generator = SyntaxGenerator.GetGenerator(context.Document);
            var action = await MethodInsertion.ToActionAsync(
                "Generate [WebSocketUrl]",
                context.Document.Project.Solution,
                handler,
                (part, partModel) => Write(handlerContext, generator, part, partModel),
                static part => part.Members.Count,
                token).ConfigureAwait(false);
            if (action is not null)
            {
                context.RegisterRefactoring(action);
            }
        }
    }

    private static MethodDeclarationSyntax Write(HandlerContext context, SyntaxGenerator generator, TypeDeclarationSyntax type, SemanticModel model)
    {
        var position = type.Identifier.Span.End;
        var methods = LifecycleMethods.Find(context);
        var taken = context.Type.GetMembers().Select(static member => member.Name).Append(context.Type.Name);
        var names = new UniqueNames("http");
        var variables = context.Route.Variables.OrderBy(static variable => variable.CanBeLeftOut)
            .Select(variable => Write(variable, names, UrlVariables.Type(methods, variable, model.Compilation), generator, model, position));
        return SyntaxFactory.MethodDeclaration(Names.For("System.Uri", model, position), SyntaxFactory.ParseToken(Syntax.Escape(new UniqueNames([.. taken]).Get("GetUrl"))))
            .WithAttributeLists([SyntaxFactory.AttributeList([SyntaxFactory.Attribute(Names.For(KnownNames.Url, model, position))])])
            .WithModifiers([SyntaxFactory.Token(SyntaxKind.PublicKeyword), SyntaxFactory.Token(SyntaxKind.StaticKeyword), SyntaxFactory.Token(SyntaxKind.PartialKeyword)])
            .WithParameterList(SyntaxFactory.ParameterList([SyntaxFactory.Parameter(SyntaxFactory.Identifier("http")).WithType(Names.For(KnownNames.HttpContext, model, position)), .. variables]))
            .WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken))
            .WithAdditionalAnnotations(FixApplier.Format);
    }

    private static ParameterSyntax Write(RouteVariable variable, UniqueNames names, ITypeSymbol symbol, SyntaxGenerator generator, SemanticModel model, int position)
    {
        // A name that no parameter can have is given by an attribute.
        var isIdentifier = SyntaxFacts.IsValidIdentifier(variable.Name);
        var name = names.Get(isIdentifier ? variable.Name : CSharpIdentifier.FromText(variable.Name));
        var type = (TypeSyntax)generator.TypeExpression(symbol).WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation);
        var isAnnotated = variable.CanBeLeftOut && (symbol.IsValueType || model.GetNullableContext(position).AnnotationsEnabled());
        var parameter = SyntaxFactory.Parameter(SyntaxFactory.ParseToken(Syntax.Escape(name))).WithType(isAnnotated ? SyntaxFactory.NullableType(type) : type);
        if (name != variable.Name)
        {
            var argument = SyntaxFactory.AttributeArgument(SyntaxFactory.NameEquals("Name"), null, Syntax.Text(variable.Name));
            parameter = parameter.WithAttributeLists([SyntaxFactory.AttributeList([SyntaxFactory.Attribute(Names.For("Microsoft.AspNetCore.Mvc.FromRouteAttribute", model, position), SyntaxFactory.AttributeArgumentList([argument]))])]);
        }

        return variable.CanBeLeftOut ? parameter.WithDefault(SyntaxFactory.EqualsValueClause(SyntaxFactory.LiteralExpression(SyntaxKind.NullLiteralExpression))) : parameter;
    }
}
