using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Tests.Infrastructure;

/// <summary>What is said of a mistake: one thing, with this text, at this place.</summary>
internal static class Reported
{
    public static void One(GeneratorRun run, string id, string place, string text) => One(run.Diagnostics, id, place, text);

    public static void OneHint(GeneratorRun run, string id, string place, string text)
    {
        Assert.That(run.Diagnostics, Is.Empty);
        One([.. run.Hints.Where(hint => hint.Id == id)], id, place, text);
    }

    public static void One(ImmutableArray<Diagnostic> diagnostics, string id, string place, string text)
    {
        Assert.That(diagnostics.Select(diagnostic => diagnostic.Id), Is.EqualTo(new[] { id }), string.Join("\n", diagnostics));
        var only = diagnostics[0];
        Assert.That(only.GetMessage(CultureInfo.InvariantCulture), Is.EqualTo(text));
        Assert.That(only.Location.SourceTree!.GetText().ToString(only.Location.SourceSpan), Is.EqualTo(place));
    }
}
