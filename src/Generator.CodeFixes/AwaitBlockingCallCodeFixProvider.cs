using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.CodeFixes.Awaiting;
using WebSockets.Generator.Diagnostics;

namespace WebSockets.Generator.CodeFixes;

/// <summary>WSG0215: awaits what a handler's method blocks a thread for, and makes the method async.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitBlockingCallCodeFixProvider))]
[Shared]
public sealed class AwaitBlockingCallCodeFixProvider() : DiagnosticCodeFixProvider(Descriptors.Blocking)
{
    private protected override async Task<ProposedFix?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token)
    {
        if (await document.FindMethodAsync(diagnostic, token).ConfigureAwait(false) is not { } method
            || await document.FindAsync<ExpressionSyntax>(diagnostic, token).ConfigureAwait(false) is not { } call
            || AwaitedCall.Find(call, method.Model, token) is not { } awaited
            || !AwaitContext.AllowsAwait(call, method.Model, token))
        {
            return null;
        }

        const string Title = "Await instead of blocking";
        switch (AwaitContext.Function(call))
        {
            case { } function when AwaitContext.IsAsync(function):
                return new(Title, document, editor => editor.Replace(call, awaited.Write));
            case MethodDeclarationSyntax when AsyncMethod.Find(method, token) is { } asyncMethod:
                return new(Title, document, editor =>
                {
                    editor.Replace(call, awaited.Write);
                    editor.ReplaceOnce(method.Syntax, asyncMethod.Write);
                })
                { ChangedSignature = asyncMethod.ChangesSignature ? method : null };
            default:
                return null;
        }
    }
}
