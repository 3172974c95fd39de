using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.CodeFixes;

/// <summary>The fix of one diagnostic, found before the editor offers it.</summary>
/// <param name="Title">The text that the editor shows.</param>
/// <param name="Document">The document that changes, which need not be that of the diagnostic.</param>
/// <param name="Apply">Edits the document, which fixes of other diagnostics may edit too.</param>
internal sealed record ProposedFix(string Title, Document Document, Action<FixEditor> Apply)
{
    /// <summary>
    /// The method whose signature changes. Its references are searched when the fix is applied; where other code of the user refers to it, nothing changes.
    /// </summary>
    public Method? ChangedSignature { get; init; }
}
