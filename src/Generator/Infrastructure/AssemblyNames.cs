using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace WebSockets.Generator.Infrastructure;

/// <summary>The names of what is emitted for a library, made of the name of its assembly.</summary>
internal static class AssemblyNames
{
    /// <summary>The method that maps its handlers: <c>MapContosoChatWebSocketHandlers</c> for <c>Contoso.Chat</c> and, which cannot be helped, for <c>contoso-chat</c>.</summary>
    public static string MapMethod(string assembly)
    {
        var name = new StringBuilder();
        var startsWord = true;
        foreach (var c in assembly)
        {
            if (char.IsLetterOrDigit(c))
            {
                name.Append(startsWord ? char.ToUpperInvariant(c) : c);
            }

            startsWord = !char.IsLetterOrDigit(c);
        }

        return $"Map{name}WebSocketHandlers";
    }

    /// <summary>The class that the method is in: <c>Contoso_ChatWebSocketHandlers</c>. No other assembly has a class of that name, so that it can be named where the method is ambiguous.</summary>
    public static string Class(string assembly)
    {
        var name = new StringBuilder();
        foreach (var c in assembly)
        {
            name.Append(c == '.' ? "_" : c != '_' && SyntaxFacts.IsIdentifierPartCharacter(c) ? c.ToString() : "_" + ((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }

        if (name.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(name[0]))
        {
            name.Insert(0, '_');
        }

        return name.Append("WebSocketHandlers").ToString();
    }
}
