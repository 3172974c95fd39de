using Microsoft.CodeAnalysis.CodeFixes;
using WebSockets.CodeFixes.Tests.Infrastructure;
using WebSockets.Generator.CodeFixes;

namespace WebSockets.CodeFixes.Tests;

public sealed class AwaitTests
{
    private static readonly Fix s_fix = new(new AwaitBlockingCallCodeFixProvider());

    [TestCase("_task.Wait();", "await _task;")]
    [TestCase("_ = _text.Result;", "_ = await _text;")]
    [TestCase("_ = _text.Result.Length;", "_ = (await _text).Length;")]
    [TestCase("_ = _text.Result[0];", "_ = (await _text)[0];")]
    [TestCase("_ = _text.Result!;", "_ = (await _text)!;")]
    [TestCase("_ = _text.Result?.Length;", "_ = (await _text)?.Length;")]
    [TestCase("_ = _text.Result + \"!\";", "_ = await _text + \"!\";")]
    [TestCase("_ = (object)_text.Result;", "_ = (object)await _text;")]
    [TestCase("_ = new[] { 1, 2 }[_text.Result.Length];", "_ = new[] { 1, 2 }[(await _text).Length];")]
    [TestCase("_task.GetAwaiter().GetResult();", "await _task;")]
    [TestCase("_task.ConfigureAwait(false).GetAwaiter().GetResult();", "await _task.ConfigureAwait(false);")]
    [TestCase("var text = (_text ?? _text).GetAwaiter().GetResult();", "var text = await (_text ?? _text);")]
    [TestCase("Task.WaitAll(_task, _text);", "await Task.WhenAll(_task, _text);")]
    [TestCase("Task.WaitAny(_task, _text);", "await Task.WhenAny(_task, _text);")]
    [TestCase("Thread.Sleep(100);", "await Task.Delay(100);")]
    [TestCase("Thread.Sleep(millisecondsTimeout: 100);", "await Task.Delay(100);")]
    [TestCase("System.Threading.Thread.Sleep(TimeSpan.FromSeconds(1)); // a while", "await Task.Delay(TimeSpan.FromSeconds(1)); // a while")]
    [TestCase("if (_text.Result is \"\") return;", "if (await _text is \"\") return;")]
    [TestCase("_task  // why\n            .Wait();", null)]
    [TestCase("_task /* why */ .Wait();", null)]
    [TestCase("var text = _text\n            .Result;", "var text = await _text;")]
    [TestCase("_task.Wait(100);", null)]
    [TestCase("_ = Task.WaitAny(_task, _text);", null)]
    [TestCase("Task.WaitAll([_task], 100);", null)]
    [TestCase("lock (this) _task.Wait();", null)]
    [TestCase("unsafe { _task.Wait(); }", null)]
    [TestCase("Action later = () => _task.Wait(); later();", null)]
    [TestCase("void Local() => _task.Wait(); Local();", null)]
    [TestCase("_ = from c in \"abc\" select _text.Result + c;", null)]
    [TestCase("Span<int> all = [1]; _task.Wait(); all[0] = 2;", null)]
    [TestCase("ref var all = ref new int[1][0]; _task.Wait(); all = 2;", null)]
    [TestCase("foreach (var c in \"abc\".AsSpan()) _task.Wait();", null)]
    [TestCase("try { _task.Wait(); } catch (AggregateException) { }", null)]
    [TestCase("try { _task.Wait(); } catch (InvalidOperationException) { }", "try { await _task; } catch (InvalidOperationException) { }")]
    [TestCase("try { } catch (Exception) when (_text.Result is \"\") { }", null)]
    public async Task A_call_is_awaited_where_that_does_the_same(string before, string? after)
    {
        string Handler(string signature, string body) => $$"""
            using WebSockets;

            [WebSocketHandler]
            partial class Chat
            {
                private readonly Task _task = Task.Delay(1);
                private readonly Task<string> _text = Task.FromResult("");

                [OnOpen]
                {{signature}} Open()
                {
                    {{body}}
                }
            }
            """;
        await (after is null ? s_fix.OffersNothingAsync(Handler("void", before)) : s_fix.FixesAsync(Handler("void", before), Handler("async Task", after)));
    }

    [TestCase("void Open() => _task.Wait();", "async Task Open() => await _task;")]
    [TestCase("private static string Open(CancellationToken @event) { Thread.Sleep(1); return \"\"; }", "private static async Task<string> Open(CancellationToken @event) { await Task.Delay(1, @event); return \"\"; }")]
    [TestCase("void Open(CancellationToken end) => _task.Wait(end);", "async Task Open(CancellationToken end) => await _task.WaitAsync(end);")]
    [TestCase("string? Open() => _text.Result;", "async Task<string?> Open() => await _text;")]
    [TestCase("List<int> Open() => [_text.Result.Length];", "async Task<List<int>> Open() => [(await _text).Length];")]
    [TestCase("async Task Open() { await Task.Yield(); _task.Wait(); }", "async Task Open() { await Task.Yield(); await _task; }")]
    [TestCase("async Task Open() { Func<Task> later = async () => _task.Wait(); await later(); }", "async Task Open() { Func<Task> later = async () => await _task; await later(); }")]
    [TestCase("async Task Open() { async Task Local() => _task.Wait(); await Local(); }", "async Task Open() { async Task Local() => await _task; await Local(); }")]
    [TestCase("Task Open(WebSocketConnection me) => me.SendTextAsync(_text.Result).AsTask();", "async Task Open(WebSocketConnection me) => await me.SendTextAsync(await _text).AsTask();")]
    [TestCase("Task<string> Open() => Task.FromResult(_text.Result);", "async Task<string> Open() => await _text;")]
    [TestCase("ValueTask<string> Open() => new(_text.Result + 1);", "async ValueTask<string> Open() => await _text + 1;")]
    [TestCase("ValueTask<string> Open() => new ValueTask<string>(_text.Result);", "async ValueTask<string> Open() => await _text;")]
    [TestCase("Task<string> Open() { _task.Wait(); return _text; }", "async Task<string> Open() { await _task; return await _text; }")]
    [TestCase("Task Open() { _task.Wait(); return Task.CompletedTask; }", "async Task Open() { await _task; }")]
    [TestCase("ValueTask Open() { _task.Wait(); return default; }", "async ValueTask Open() { await _task; }")]
    [TestCase("Task Open(bool c) { _task.Wait(); return c ? _task : _text; }", "async Task Open(bool c) { await _task; await (c ? _task : _text); }")]
    [TestCase("Task Open() { _task.Wait(); return Task.Run(() => { return Task.CompletedTask; }); }", "async Task Open() { await _task; await Task.Run(() => { return Task.CompletedTask; }); }")]
    [TestCase("ValueTask Open() => new(Task.WhenAll(_task, Task.FromResult(_text.Result)));", null)]
    [TestCase("ValueTask<string> Open() { _task.Wait(); return default; }", null)]
    [TestCase("ValueTask<string> Open() { _task.Wait(); return new(_text); }", null)]
    [TestCase("IAsyncEnumerable<string> Open() { _task.Wait(); return null!; }", null)]
    [TestCase("void Open() => _task.Wait(); void Again() => Open();", null)]
    [TestCase("string Open() => nameof(Open) + _text.Result;", null)]
    [TestCase("protected virtual void Open() => _task.Wait();", null)]
    [TestCase("unsafe void Open() => _task.Wait();", null)]
    public async Task A_method_becomes_async_with_what_it_returns(string before, string? after)
    {
        string Handler(string method) => $$"""
            using WebSockets;

            [WebSocketHandler("/{c}")]
            partial class Chat
            {
                private static readonly Task _task = Task.Delay(1);
                private static readonly Task<string> _text = Task.FromResult("");

                [OnOpen] {{method}}
            }
            """;
        await (after is null ? s_fix.OffersNothingAsync(Handler(before)) : s_fix.FixesAsync(Handler(before), Handler(after)));
    }

    [Test]
    public Task Each_return_is_mended_where_it_stands() => s_fix.FixesAsync(
        """
        using WebSockets;

        namespace App
        {
            [WebSocketHandler]
            partial class Chat
            {
                // Says it.
                [OnMessage]
                public Task Say(WebSocketConnection me, string text)
                {
                    Thread.Sleep(1);
                    if (text.Length == 0)
                        return Task.CompletedTask; // nothing

                    if (text.Length == 1)
                        return Say(me);

                    switch (text)
                    {
                        case "a":
                            // The first.
                            return Say(me); // a
                        default:
                            break;
                    }

                    {
                        // Ready.
                        return Task.CompletedTask;
                    }
                }

                private static Task Say(WebSocketConnection me) => me.SendTextAsync("").AsTask();
            }
        }
        """,
        """
        using WebSockets;

        namespace App
        {
            [WebSocketHandler]
            partial class Chat
            {
                // Says it.
                [OnMessage]
                public async Task Say(WebSocketConnection me, string text)
                {
                    await Task.Delay(1);
                    if (text.Length == 0)
                        return; // nothing

                    if (text.Length == 1)
                    {
                        await Say(me);
                        return;
                    }

                    switch (text)
                    {
                        case "a":
                            // The first.
                            await Say(me);
                            return; // a
                        default:
                            break;
                    }

                    {
                        // Ready.
                        return;
                    }
                }

                private static Task Say(WebSocketConnection me) => me.SendTextAsync("").AsTask();
            }
        }
        """);

    [Test]
    public Task All_of_a_document_are_awaited_at_once_also_one_in_another() => s_fix.FixesAllAsync(
        FixAllScope.Document,
        UserSolution.Of(
            implicitUsings: false,
            "using System.Threading;\r\nusing WebSockets;\r\n\r\n[WebSocketHandler]\r\npartial class Chat\r\n{\r\n    [OnMessage]\r\n    string Say(string text, IEcho echo)\r\n    {\r\n        Thread.Sleep(1);\r\n        echo.Say(echo.Say(text).Result).Wait();\r\n        return echo.Say(text).Result.Trim();\r\n    }\r\n\r\n    [OnClose] void Close() => Thread.Sleep(2);\r\n}\r\n",
            "interface IEcho { System.Threading.Tasks.Task<string> Say(string text); }"),
        "using System.Threading;\r\nusing System.Threading.Tasks;\r\nusing WebSockets;\r\n\r\n[WebSocketHandler]\r\npartial class Chat\r\n{\r\n    [OnMessage]\r\n    async Task<string> Say(string text, IEcho echo)\r\n    {\r\n        await Task.Delay(1);\r\n        await echo.Say(await echo.Say(text));\r\n        return (await echo.Say(text)).Trim();\r\n    }\r\n\r\n    [OnClose] async Task Close() => await Task.Delay(2);\r\n}\r\n",
        "interface IEcho { System.Threading.Tasks.Task<string> Say(string text); }");
}
