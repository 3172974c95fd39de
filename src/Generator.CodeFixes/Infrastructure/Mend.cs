using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.CodeFixes;

/// <summary>What is to be done for one diagnostic, found before anybody is offered it.</summary>
/// <param name="Title">How the editor offers it.</param>
/// <param name="Document">Where it is done, which need not be where the diagnostic stands.</param>
/// <param name="Apply">Does it, beside what is done there for other diagnostics.</param>
internal sealed record Mend(string Title, Document Document, Action<MendEditor> Apply);
