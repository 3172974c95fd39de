namespace WebSockets.Runtime.Tests.Infrastructure;

/// <summary>Waits that end: each is for a condition, and fails the test by name when the condition does not come true.</summary>
internal static class Bounded
{
    /// <summary>Far longer than anything here takes, also on a machine that is busy with something else.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(2);

    public static Task Until(Func<bool> condition, string what) => Until(() => Task.FromResult(condition()), what);

    public static async Task Until(Func<Task<bool>> condition, string what)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var timer = new PeriodicTimer(Step);
        while (!await condition())
        {
            if (limit.IsCancellationRequested)
            {
                Assert.Fail($"It never came true: {what}.");
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public static async Task<T> Within<T>(this Task<T> task, string what)
    {
        await ((Task)task).Within(what);
        return await task;
    }

    public static async Task Within(this Task task, string what)
    {
        try
        {
            await task.WaitAsync(Limit);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            Assert.Fail($"It never happened: {what}.");
        }
    }
}
