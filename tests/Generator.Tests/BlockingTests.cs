using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>Calls in a handler that block a thread, and those that only look like it (WSG0215).</summary>
[TestFixture]
internal sealed class BlockingTests
{
    [TestCase("int M(Task<int> t) => t.Result;", "t.Result", "Task.Result", "await it")]
    [TestCase("int M(ValueTask<int> t) => t.Result;", "t.Result", "ValueTask.Result", "await it")]
    [TestCase("void M(Task t) => t.Wait();", "t.Wait()", "Task.Wait", "await it")]
    [TestCase("void M(Task t) => t.Wait(5);", "t.Wait(5)", "Task.Wait", "await it")]
    [TestCase("void M(Task<int> t) => t.Wait();", "t.Wait()", "Task.Wait", "await it")]
    [TestCase("void M(Task t) => Task.WaitAll(t);", "Task.WaitAll(t)", "Task.WaitAll", "await Task.WhenAll")]
    [TestCase("void M(Task t) => t.GetAwaiter().GetResult();", "t.GetAwaiter().GetResult()", "GetAwaiter().GetResult", "await it")]
    [TestCase("void M(ValueTask<int> t) => t.GetAwaiter().GetResult();", "t.GetAwaiter().GetResult()", "GetAwaiter().GetResult", "await it")]
    [TestCase("void M(Task t) => t.ConfigureAwait(false).GetAwaiter().GetResult();", "t.ConfigureAwait(false).GetAwaiter().GetResult()", "GetAwaiter().GetResult", "await it")]
    [TestCase("void M(Task t) => Thread.Sleep(1);", "Thread.Sleep(1)", "Thread.Sleep", "await Task.Delay")]
    [TestCase("void M(Task t) { Action a = () => Thread.Sleep(1); a(); }", "Thread.Sleep(1)", "Thread.Sleep", "await Task.Delay")]
    [TestCase("void M(Task t) { Local(); void Local() => t.Wait(); }", "t.Wait()", "Task.Wait", "await it")]
    [TestCase("int M(Task<int> t) { var done = t.Result; return t.IsCompleted ? done : 0; }", "t.Result", "Task.Result", "await it")]
    [TestCase("async Task<int> M(Task<int> t) { await Task.Yield(); return t.Result; }", "t.Result", "Task.Result", "await it")]
    public void WSG0215_Blocks(string method, string place, string what, string remedy) => Reported.One(
        Run("[OnMessage] " + method),
        "WSG0215",
        place,
        $"'{what}' blocks the thread that 'Chat.M' runs on until it is done. Make the method async, and {remedy}.");

    [TestCase("[OnMessage] int M(ValueTask<int> t) => t.IsCompletedSuccessfully ? t.Result : 0;")]
    [TestCase("[OnMessage] int M(Task<int> t) { if (!t.IsCompleted) { return 0; } return t.Result; }")]
    [TestCase("[OnMessage] int M(Task<int> t) => t.Status == TaskStatus.RanToCompletion ? t.Result : 0;")]
    [TestCase("[OnMessage] void M(ValueTask t) { if (t.IsCompletedSuccessfully) { t.GetAwaiter().GetResult(); } }")]
    [TestCase("[OnMessage] async Task<int> M(Task<int> t) { await Task.WhenAll(t); return t.Result; }")]
    [TestCase("[OnMessage] async Task<int> M(Task<int> t) { await t.ConfigureAwait(false); return t.Result; }")]
    [TestCase("[OnMessage] string M(Task<int> t) => nameof(t.Result);")]
    [TestCase("[OnMessage] int M(Own o) { o.Wait(); return o.Result; }")]
    [TestCase("[OnMessage] void M(Task t) { } void Other() => Thread.Sleep(1);")]
    public void WSG0215_NotOfWhatIsDone(string methods) => Assert.That(Run(methods).Diagnostics, Is.Empty);

    // A task from elsewhere: as a service it is a parameter like any other.
    private static GeneratorRun Run(string methods) => GeneratorRun.OfInvalid(Sources.Handler(methods
        .Replace("(Task", "([FromServices] Task", StringComparison.Ordinal)
        .Replace("(ValueTask", "([FromServices] ValueTask", StringComparison.Ordinal)) + " public class Own { public int Result => 1; public void Wait() { } }");
}
