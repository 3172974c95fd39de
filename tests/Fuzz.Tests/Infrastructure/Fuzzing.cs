using System.Globalization;
using CsCheck;

namespace WebSockets.Fuzz.Tests.Infrastructure;

/// <summary>
/// Runs a property on generated inputs. What fails is made smaller and shown with its seed, which the variable <c>CsCheck_Seed</c> repeats.
/// <c>FUZZ_COUNT</c> says how many inputs; the default takes seconds.
/// </summary>
internal static class Fuzzing
{
    private const long Default = 200_000;

    public static long Count { get; } = long.TryParse(Environment.GetEnvironmentVariable("FUZZ_COUNT"), CultureInfo.InvariantCulture, out var count) ? count : Default;

    /// <param name="choices">How many choices an input is made of at most.</param>
    /// <param name="property">Throws if it does not hold.</param>
    /// <param name="print">Shows the input that choices make.</param>
    /// <param name="share">One of how many inputs: for what costs more.</param>
    public static void Run(int choices, Action<Choices> property, Func<Choices, string> print, int share = 1) =>
        Gen.Byte.Array[0, choices].Sample(
            bytes => property(new Choices(bytes)),
            writeLine: TestContext.Progress.WriteLine,
            iter: Math.Max(Count / share, 1),
            print: bytes => print(new Choices(bytes)));
}
