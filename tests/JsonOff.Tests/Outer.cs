/// <summary>A type without a namespace.</summary>
internal sealed record GlobalMessage(string Text);

namespace WebSockets.JsonOff.Tests
{
    /// <summary>Types whose names are hard to write.</summary>
    internal static class Outer
    {
        internal enum Choice
        {
            This,
            That,
        }

        internal sealed record Inner(string Text);

        internal sealed record Box<T>(T Value);

        internal static class Pair<TFirst, TSecond>
        {
            internal sealed record Nested<T>(TFirst First, TSecond Second, T Third);
        }
    }
}
