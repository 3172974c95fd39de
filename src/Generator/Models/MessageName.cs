using System.Globalization;

namespace WebSockets.Generator.Models;

/// <summary>The name of a message on the wire: a string or an integer, which are never the same name.</summary>
/// <param name="Text">The name as text.</param>
/// <param name="Number">The name, if it is an integer.</param>
internal sealed record MessageName(string Text, long? Number = null)
{
    public static MessageName Of(long number) => new(number.ToString(CultureInfo.InvariantCulture), number);

    /// <summary>As JSON has it, for diagnostics.</summary>
    public override string ToString() => Number is null ? $"\"{Text}\"" : Text;
}
