using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Models;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.CodeFixes;

/// <summary>WSG0209: lets an async method be awaited.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReturnTaskCodeFixProvider))]
[Shared]
public sealed class ReturnTaskCodeFixProvider() : DiagnosticCodeFixProvider(Descriptors.AsyncVoid)
{
    private protected override async Task<ProposedFix?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token)
    {
        // A login has to return what it decided.
        if (await document.FindMethodAsync(diagnostic, token).ConfigureAwait(false) is not { } method
            || LifecycleMethods.Marks(method.Symbol).Any(static mark => mark.Lifecycle == Lifecycle.Login)
            || !method.CanChangeSignature(token))
        {
            return null;
        }

        var task = Names.For(KnownNames.Task, method.Model, method.Syntax.SpanStart);
        return new("Return Task", document, editor => editor.ReplaceOnce(method.Syntax.ReturnType, type => task.WithTriviaFrom(type))) { ChangedSignature = method };
    }
}
