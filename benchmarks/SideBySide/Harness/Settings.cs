using System.Globalization;
using System.Text.RegularExpressions;

namespace WebSockets.SideBySide;

/// <summary>What the command line asks for.</summary>
internal sealed record Settings
{
    public const string Help = """
        benchmarks/SideBySide/run [options]

          --rows REGEX          measure these rows only
          --contestants REGEX   measure these contestants only
          --rounds N            rounds of which the median counts (5)
          --seconds S           how long each measurement takes (1)
          --out DIRECTORY       where performance.md and performance.svg are written
                                (docs for a full run, else artifacts/side-by-side)
          --no-build            use what the last run has built
          --report FILE         measure nothing, write the report of these results
          --list                name the rows and the contestants
        """;

    public Regex? Rows { get; private init; }

    public Regex? Contestants { get; private init; }

    public int Rounds { get; private init; } = 5;

    public double Seconds { get; private init; } = 1;

    public string? Out { get; private init; }

    public bool Build { get; private init; } = true;

    public string? Report { get; private init; }

    public bool List { get; private init; }

    /// <summary>Whether all was measured, as often as it takes to publish it.</summary>
    public bool IsFull => Rows is null && Contestants is null && Rounds >= 5;

    /// <exception cref="ArgumentException">An option is not known or has no good value.</exception>
    public static Settings Parse(IEnumerable<string> args)
    {
        var settings = new Settings();
        using var rest = args.GetEnumerator();
        while (rest.MoveNext())
        {
            settings = rest.Current switch
            {
                "--rows" => settings with { Rows = new Regex(Value(rest)) },
                "--contestants" => settings with { Contestants = new Regex(Value(rest)) },
                "--rounds" => settings with { Rounds = int.Parse(Value(rest), CultureInfo.InvariantCulture) },
                "--seconds" => settings with { Seconds = double.Parse(Value(rest), CultureInfo.InvariantCulture) },
                "--out" => settings with { Out = Path.GetFullPath(Value(rest)) },
                "--no-build" => settings with { Build = false },
                "--report" => settings with { Report = Path.GetFullPath(Value(rest)) },
                "--list" => settings with { List = true },
                var other => throw new ArgumentException($"'{other}' is no option."),
            };
        }

        return settings.Rounds > 0 && settings.Seconds > 0 ? settings : throw new ArgumentException("There is nothing to measure in no time.");
    }

    private static string Value(IEnumerator<string> args)
    {
        var option = args.Current;
        return args.MoveNext() ? args.Current : throw new ArgumentException($"'{option}' needs a value.");
    }
}
