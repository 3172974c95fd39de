using Microsoft.Extensions.Time.Testing;

namespace WebSockets.Runtime.Tests.Infrastructure;

/// <summary>Moves a test's clock where what waits for it may not have begun to wait.</summary>
internal static class Clock
{
    /// <summary>Lets this much time pass second by second, as what looks at the clock from time to time would see it.</summary>
    public static void Pass(this FakeTimeProvider time, int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Moves on by this much again and again until the condition has come true.</summary>
    public static Task AdvanceUntil(this FakeTimeProvider time, Func<bool> condition, TimeSpan step) => Bounded.Until(
        () =>
        {
            if (condition())
            {
                return true;
            }

            time.Advance(step);
            return false;
        },
        "time brings it");
}
