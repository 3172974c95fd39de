using System.Globalization;

namespace WebSockets.Generator.Infrastructure;

/// <summary>Hands out names that differ from each other and from those that were there before.</summary>
internal sealed class UniqueNames(params string[] taken)
{
    private readonly HashSet<string> _taken = new(taken, StringComparer.Ordinal);

    public string Get(string wish)
    {
        var name = wish;
        for (var i = 2; !_taken.Add(name); i++)
        {
            name = wish + i.ToString(CultureInfo.InvariantCulture);
        }

        return name;
    }
}
