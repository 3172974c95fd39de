using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace WebSockets.Generator.Infrastructure;

/// <summary>The only way in which a user's name gets into emitted code.</summary>
internal static class CSharpIdentifier
{
    /// <summary>The name as an identifier, also where it is a keyword somewhere.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name
            : name;

    /// <summary>An identifier in camelCase made of any text: <c>X-Request-Id</c> becomes <c>xRequestId</c>. Not escaped.</summary>
    public static string FromText(string text)
    {
        var name = new StringBuilder(text.Length);
        var startsWord = false;
        foreach (var c in text)
        {
            if (!SyntaxFacts.IsIdentifierPartCharacter(c) || char.IsSurrogate(c))
            {
                startsWord = name.Length > 0;
                continue;
            }

            name.Append(startsWord ? char.ToUpperInvariant(c) : name.Length == 0 ? char.ToLowerInvariant(c) : c);
            startsWord = false;
        }

        if (name.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(name[0]))
        {
            name.Insert(0, "value");
        }

        return name.ToString();
    }
}
