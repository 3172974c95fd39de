using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>A debugger steps from the server through the generated code into the user's methods, and shows each line of it.</summary>
[TestFixture]
internal sealed class SteppingTests
{
    private const string File = "Chat.WebSocket.g.cs";

    private static readonly GeneratorRun Run = GeneratorRun.Of(Sources.Handler("""
        [OnLogin] bool Login(ClaimsPrincipal user) => user.Identity is not null;
        [OnOpen] void Open(WebSocketConnection me, string room) { }
        [OnMessage] Plain Say(Say say) => new(say.Text.Length);
        [OnMessage("scoped")] async Task Scoped([FromServices] Clock clock) => await Task.Yield();
        [OnMessage] void Any(WebSocketMessage message) { }
        [OnClose] Task Close() => Task.CompletedTask;
        [OnError] void Error(Exception error) { }
        """, "/chat/{room}"));

    private static readonly PortablePdb Pdb = PortablePdb.Of(Run.Output);

    [TestCase("CreateSession", "new Session(this, new global::Chat(), services);")]
    [TestCase("Bind", "_room = binder.Route(\"room\").Text();")]
    [TestCase("LoginAsync", "global::WebSockets.CompilerServices.WebSocketLogin.From(_handler.Login(http.User));")]
    [TestCase("OpenAsync", "_handler.Open(context.Connection, _room);")]
    [TestCase("TryDispatch", "completion = Handle_Say(context); return true;")]
    [TestCase("Handle_Say", "context.ReplyAsync(_handler.Say(context.Read(_dispatcher.SayReader)), _dispatcher.PlainWriter);")]
    [TestCase("Handle_Any", "_handler.Any(context.Message);")]
    [TestCase("CloseAsync", "new global::System.Threading.Tasks.ValueTask(_handler.Close());")]
    [TestCase("ErrorAsync", "_handler.Error(error);")]
    public void Debugger_StopsWhereTheUsersMethodIsCalled(string method, string line) => Assert.That(Pdb.Stops(File)[method], Does.Contain(line));

    [Test]
    public void Debugger_StopsInAnAsyncMethodToo() => Assert.That(Pdb.Stops(File)["MoveNext"], Has.Some.StartsWith("await new global::System.Threading.Tasks.ValueTask(").Or.Some.Contains("_handler.Scoped("));

    [Test]
    public void Debugger_ShowsTheFileThatWasCompiled()
    {
        Assert.That(Pdb.Text(File), Is.EqualTo(Run.Handler()));
        Assert.That(Pdb.IsChecked(File), Is.True);
    }

    [Test]
    public void NothingIsHiddenFromTheDebugger() =>
        Assert.That(Run.FileNames.Where(name => !name.Contains("Embedded", StringComparison.Ordinal)).Select(Run.File), Is.All.Not.Contains("Debugger").And.All.Not.Contains("#line"));
}
