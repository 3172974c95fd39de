using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Models;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.Discovery;

/// <summary>
/// Remembers what was read of a declaration for as long as the declaration and its surroundings stay as they are. Without it, each
/// keystroke would have the compiler bind the attributes and signatures of every handler of the project again, which is most of what
/// the generator costs.
/// </summary>
internal static class TypeMemory
{
    private static readonly ConditionalWeakTable<SyntaxNode, Memory> Known = new();

    public static TypeModel? Read(GeneratorSyntaxContext syntax, CancellationToken token)
    {
        var surroundings = Surroundings.Of(syntax.SemanticModel.Compilation, token);
        var memory = Known.GetOrCreateValue(syntax.Node);
        if (memory.Last is { } last && last.Surroundings == surroundings)
        {
            return last.Type;
        }

        var type = TypeParser.Parse((TypeDeclarationSyntax)syntax.Node, syntax.SemanticModel, token);
        memory.Last = new(surroundings, type);
        return type;
    }

    private sealed class Memory
    {
        /// <summary>Replaced as a whole: two projects that share a file may ask at once.</summary>
        public Reading? Last { get; set; }
    }

    private sealed record Reading(string Surroundings, TypeModel? Type);
}
