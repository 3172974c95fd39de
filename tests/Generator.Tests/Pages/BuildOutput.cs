using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Tests.Pages;

/// <summary>
/// What the build says of a file, as a page shows it: place, severity, id and the whole message, broken into lines at spaces, and the code that is meant.
/// </summary>
internal static class BuildOutput
{
    private const int Width = 110;

    public static string Of(IEnumerable<Diagnostic> diagnostics) => string.Join("\n", diagnostics.Select(Of));

    private static string Of(Diagnostic diagnostic)
    {
        var span = diagnostic.Location.GetLineSpan();
        var (start, end) = (span.StartLinePosition, span.EndLinePosition);
        var line = diagnostic.Location.SourceTree!.GetText().Lines[start.Line].ToString();
        var underlined = (start.Line == end.Line ? end.Character : line.Length) - start.Character;
        var place = $"{Path.GetFileName(span.Path)}({start.Line + 1},{start.Character + 1},{end.Line + 1},{end.Character + 1})";
        var message = $"{place}: {diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";
        return $"{Wrap(message)}\n\n{line}\n{new string(' ', start.Character)}{new string('~', underlined)}\n";
    }

    private static string Wrap(string text)
    {
        var (wrapped, column) = (new StringBuilder(), 0);
        foreach (var word in text.Split(' '))
        {
            if (column > 0)
            {
                var isFull = column + 1 + word.Length > Width;
                wrapped.Append(isFull ? '\n' : ' ');
                column = isFull ? 0 : column + 1;
            }

            wrapped.Append(word);
            column += word.Length;
        }

        return wrapped.ToString();
    }
}
