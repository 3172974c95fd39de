using Microsoft.CodeAnalysis;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests.Combinations;

/// <summary>
/// Each pair of features in one program: it compiles with warnings as errors and nothing of it is dropped, or the generator refuses with the errors of the
/// two features what it refuses of each alone.
/// </summary>
[TestFixture]
internal sealed class CombinationTests
{
    // What the library's own types and the missing documentation of these programs are reported for, and '?' where nullable is off.
    private static readonly string[] s_ofTheUser = ["CS1591", "CS3001", "CS3002", "CS3003", "CS3009", "CS3016", "CS8632"];

    [TestCaseSource(typeof(Feature), nameof(Feature.All))]
    public void EachPair_IsServed_OrRefusedByAnErrorOfTheGenerator(Feature feature)
    {
        var others = Feature.All.SkipWhile(other => other != feature).Where(other => other == feature || other.Allows(feature));
        var failures = others.Select(other => Failure(feature, other)).Where(failure => failure is not null).ToArray();
        Assert.That(failures, Is.Empty, $"{failures.Length} failures\n" + string.Join("\n\n", failures));
    }

    private static string? Failure(Feature one, Feature other)
    {
        var program = new UserProgram();
        Feature[] features = one == other ? [one] : [one, other];
        foreach (var feature in features)
        {
            feature.Add(program);
        }

        var compilation = program.Compile();
        var result = Incremental.Run(compilation, out var output, track: false).GetRunResult().Results.Single();
        var expected = features.Select(feature => feature.Error).OfType<string>().Distinct().Order(StringComparer.Ordinal);
        var actual = result.Diagnostics.Select(diagnostic => diagnostic.Id).Distinct().Order(StringComparer.Ordinal);
        string[] failures =
        [
            .. result.Exception is { } exception ? [exception.ToString()] : Array.Empty<string>(),
            .. expected.SequenceEqual(actual) ? Array.Empty<string>() : [$"expected [{string.Join(", ", expected)}]", .. result.Diagnostics.Select(diagnostic => diagnostic.ToString())],
            .. output.GetDiagnostics().Where(IsProblem).Select(diagnostic => $"{diagnostic}\n    {diagnostic.Location.SourceTree?.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim()}"),
            .. Invariant.Dropped(output, result),
        ];
        return failures.Length == 0 ? null : $"--- {string.Join(" + ", features.Select(feature => feature.Name))}\n{string.Join("\n", failures)}\n{program.Source()}";
    }

    private static bool IsProblem(Diagnostic diagnostic) =>
        diagnostic.Severity >= DiagnosticSeverity.Warning
        && (!s_ofTheUser.Contains(diagnostic.Id) || diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true);
}
