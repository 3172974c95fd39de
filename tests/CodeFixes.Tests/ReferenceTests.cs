using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using WebSockets.CodeFixes.Tests.Infrastructure;
using WebSockets.Generator.CodeFixes;

namespace WebSockets.CodeFixes.Tests;

/// <summary>Fixes that change the signature of a method, in a solution whose other projects may call it.</summary>
public sealed class ReferenceTests
{
    [TestCase(typeof(ReturnTaskCodeFixProvider), "[OnOpen] public async void Open() => await Task.Yield();", "chat.Open();")]
    [TestCase(typeof(AwaitBlockingCallCodeFixProvider), "[OnOpen] public void Open() => Thread.Sleep(1);", "chat.Open();")]
    [TestCase(typeof(PassByValueCodeFixProvider), "[OnOpen] public void Open(in CancellationToken end) { }", "chat.Open(default);")]
    [TestCase(typeof(RemoveCancellationTokenCodeFixProvider), "[OnOpen] public bool Open(CancellationToken one, CancellationToken two) => one.IsCancellationRequested;", "chat.Open(default, default);")]
    public async Task References_are_searched_when_the_fix_is_applied_and_not_while_it_is_offered(Type type, string method, string call)
    {
        var fix = new Fix((CodeFixProvider)Activator.CreateInstance(type)!);
        var app = UserSolution.Of($"using WebSockets;\n[WebSocketHandler] public partial class Chat {{ {method} }}");
        var diagnostic = await fix.FirstAsync(app);
        var (caller, unrelated) = (new CountingLoader($"using System.Threading;\nclass Caller {{ void Call(Chat chat) {{ {call} }} }}"), new CountingLoader("class Unrelated { }"));

        var called = (await fix.ActionsAsync(app.WithDependent(caller), diagnostic)).Single();
        var free = (await fix.ActionsAsync(app.WithDependent(unrelated), diagnostic)).Single();
        Assert.That((caller.Count, unrelated.Count), Is.EqualTo((0, 0)));

        Assert.That(await (await Fix.RunAsync(free)).DiagnosticsAsync(diagnostic.Id), Is.Empty);
        Assert.That(unrelated.Count, Is.Not.Zero);
        var before = await app.TextsAsync();
        Assert.That((await (await Fix.RunAsync(called)).TextsAsync())[1], Is.EqualTo(before[0]));
        Assert.That(caller.Count, Is.Not.Zero);
    }

    /// <summary>A file that is read when it is needed.</summary>
    private sealed class CountingLoader(string text) : TextLoader
    {
        public int Count { get; private set; }

        public override Task<TextAndVersion> LoadTextAndVersionAsync(LoadTextOptions options, CancellationToken cancellationToken)
        {
            Count++;
            return Task.FromResult(TextAndVersion.Create(SourceText.From(text), VersionStamp.Create()));
        }
    }
}
