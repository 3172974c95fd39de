using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.CodeFixes;

/// <summary>WSG0301: adds the type to the context, or makes one and gives it to the app's JSON options, or to the handler where there is no app.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddJsonSerializableCodeFixProvider))]
[Shared]
public sealed class AddJsonSerializableCodeFixProvider() : DiagnosticCodeFixProvider(Descriptors.Uncovered)
{
    // The options of a context by itself, unlike the app's, are not those of the web.
    private const string WebOptions = "[global::System.Text.Json.Serialization.JsonSourceGenerationOptions(global::System.Text.Json.JsonSerializerDefaults.Web)]\n";

    private protected override async Task<ProposedFix?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token)
    {
        if (!diagnostic.Properties.TryGetValue(GapProperties.Type, out var type) || type is null
            || await document.Project.GetCompilationAsync(token).ConfigureAwait(false) is not { } compilation)
        {
            return null;
        }

        return diagnostic.Properties.TryGetValue(GapProperties.Context, out var context)
            ? await AddAsync(document.Project, compilation.Assembly.GetTypeByMetadataName(context!), type, token).ConfigureAwait(false)
            : await RegisterAsync(document.Project, compilation, type, token).ConfigureAwait(false)
                ?? await NameAsync(document.Project, compilation, diagnostic, type, token).ConfigureAwait(false);
    }

    // Where it has others already, if it has several parts.
    private static async Task<ProposedFix?> AddAsync(Project project, INamedTypeSymbol? context, string type, CancellationToken token)
    {
        var parts = context?.DeclaringSyntaxReferences ?? [];
        foreach (var reference in parts.OrderByDescending(HasAttributes))
        {
            if (Home(project, reference) is { } home && await reference.GetSyntaxAsync(token).ConfigureAwait(false) is ClassDeclarationSyntax declaration)
            {
                return new($"Add it to '{context!.Name}'", home, editor => editor.Replace(declaration, current => SerializableAttribute.Add(current, type)));
            }
        }

        return null;
    }

    private static async Task<ProposedFix?> RegisterAsync(Project project, Compilation compilation, string type, CancellationToken token)
    {
        if (await Registration.FindAsync(project, token).ConfigureAwait(false) is not { } registration)
        {
            return null;
        }

        var name = NewContext.Name(compilation, "App");
        var needsUsing = await registration.NeedsUsingAsync(token).ConfigureAwait(false);
        var container = NewContext.Container(registration.Statement);
        return new($"Add it to a new '{name}'", registration.Document, editor =>
        {
            editor.InsertAfterOnce(registration.Statement, registration.Configure(name));
            editor.Replace(container, current => NewContext.Add(current, name, type));
            if (needsUsing)
            {
                editor.Replace((CompilationUnitSyntax)editor.OriginalRoot, Registration.AddUsing);
            }
        });
    }

    private static async Task<ProposedFix?> NameAsync(Project project, Compilation compilation, Diagnostic diagnostic, string type, CancellationToken token)
    {
        if (!diagnostic.Properties.TryGetValue(GapProperties.Handler, out var metadataName)
            || compilation.Assembly.GetTypeByMetadataName(metadataName!) is not { } handler
            || handler.FindAttribute(KnownNames.Handler)?.ApplicationSyntaxReference is not { } reference
            || Home(project, reference) is not { } home
            || await reference.GetSyntaxAsync(token).ConfigureAwait(false) is not AttributeSyntax attribute)
        {
            return null;
        }

        var name = NewContext.Name(compilation, handler.Name);
        var argument = SyntaxFactory.ParseAttributeArgumentList($"(JsonContext = typeof({name}))")!.Arguments[0];
        var container = NewContext.Container(attribute);
        return new($"Add it to a new '{name}'", home, editor =>
        {
            editor.ReplaceOnce(attribute, current => current.AddArgumentListArguments(argument).WithAdditionalAnnotations(FixApplier.Format));
            editor.Replace(container, current => NewContext.Add(current, name, type, WebOptions));
        });
    }

    // What the JSON generator has written is not for hands.
    private static Document? Home(Project project, SyntaxReference reference)
    {
        var document = project.Solution.GetDocument(reference.SyntaxTree);
        return document is SourceGeneratedDocument ? null : document;
    }

    private static bool HasAttributes(SyntaxReference part) => part.GetSyntax() is ClassDeclarationSyntax { AttributeLists.Count: > 0 };
}
