using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Host;

namespace WebSockets.Generator.CodeFixes;

/// <summary>Edits one document for several diagnostics, some of which ask for the same edit.</summary>
internal sealed class FixEditor(SyntaxNode root, SolutionServices services) : SyntaxEditor(root, services)
{
    private readonly HashSet<SyntaxNode> _done = [];

    /// <summary>Replaces a node, whatever has been replaced inside it.</summary>
    public void Replace<T>(T node, Func<T, SyntaxNode> replace)
        where T : SyntaxNode => ReplaceNode(node, (current, _) => replace((T)current));

    /// <summary>Replaces a node for the first diagnostic that asks for it.</summary>
    public void ReplaceOnce<T>(T node, Func<T, SyntaxNode> replace)
        where T : SyntaxNode
    {
        if (_done.Add(node))
        {
            Replace(node, replace);
        }
    }

    /// <summary>Inserts a node behind another for the first diagnostic that asks for it.</summary>
    public void InsertAfterOnce(SyntaxNode node, SyntaxNode inserted)
    {
        if (_done.Add(node))
        {
            this.InsertAfter(node, inserted);
        }
    }
}
