using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>What becomes of a method's return value.</summary>
[TestFixture]
internal sealed class ReturnTests
{
    private const string Json = "global::WebSockets.CompilerServices.WebSocketJson";

    private static readonly string[][] Replies =
    [
        ["void", "{0};\n                return default;", "{0};\n"],
        ["Task", "=>\n                new global::System.Threading.Tasks.ValueTask({0});", "await {0}.ConfigureAwait(false);"],
        ["ValueTask", "=>\n                {0};", "await {0}.ConfigureAwait(false);"],
        .. Values("string", $"{Json}.Text"),
        .. Values("string?", $"{Json}.Text"),
        .. Values("byte[]", $"{Json}.Bytes"),
        .. Values("byte[]?", $"{Json}.Bytes"),
        .. Values("ReadOnlyMemory<byte>", $"{Json}.Memory"),
        .. Values("Plain", "_dispatcher.PlainWriter"),
        .. Values("Plain?", "_dispatcher.PlainWriter"),
        .. Values("Point", "_dispatcher.PointWriter"),
        .. Values("Point?", "_dispatcher.NullableOfPointWriter"),
        .. Values("int", "_dispatcher.Int32Writer"),
        .. Values("object", "_dispatcher.ObjectWriter"),
        .. Values("List<Plain?>", "_dispatcher.ListOfPlainWriter"),
        .. Values("IEnumerable<Plain>", "_dispatcher.IEnumerableOfPlainWriter"),
        .. Values("JsonElement", "_dispatcher.JsonElementWriter"),
    ];

    [TestCaseSource(nameof(Replies))]
    public void OpenAndMessage_Reply(string type, string body, string awaited)
    {
        var run = GeneratorRun.Of(Sources.Handler($"""
            [OnOpen] {type} Open(HttpContext http) => throw null!;
            [OnMessage] {type} Text(WebSocketConnection me) => throw null!;
            [OnMessage("scoped")] {type} Scoped(IServiceProvider services) => throw null!;
            """));
        Assert.That(run.Handler(), Does.Contain(body.Replace("{0}", "_handler.Open(http)", StringComparison.Ordinal)));
        Assert.That(run.Handler(), Does.Contain(body.Replace("{0}", "_handler.Text(context.Connection)", StringComparison.Ordinal)));
        Assert.That(run.Handler(), Does.Contain(awaited.Replace("{0}", "_handler.Scoped(scope.ServiceProvider)", StringComparison.Ordinal)));
        Assert.That(run.Handler(), Does.Contain("async global::System.Threading.Tasks.ValueTask Handle_Scoped(").And.Contain(" global::System.Threading.Tasks.ValueTask Handle_Text("));
        Assert.That(run.Handler(), Does.Not.Contain("async global::System.Threading.Tasks.ValueTask Handle_Text("));
    }

    [Test]
    public void Message_AsyncIterator_Replies()
    {
        var run = GeneratorRun.Of(Sources.Handler("""
            [OnMessage] async IAsyncEnumerable<Plain> Call([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
            {
                await Task.Delay(1, token);
                yield return new(1);
            }
            """));
        Assert.That(run.Handler(), Does.Contain("=>\n                context.ReplyAsync(_handler.Call(context.Connection.Closed), _dispatcher.PlainWriter);"));
    }

    [TestCase("System.Threading.Channels.ChannelReader<Plain>")]
    [TestCase("Task<System.Threading.Channels.ChannelReader<Plain>>")]
    [TestCase("ValueTask<System.Threading.Channels.ChannelReader<Plain>>")]
    [TestCase("Task<IAsyncEnumerable<Plain>>")]
    [TestCase("ValueTask<IAsyncEnumerable<Plain>>")]
    [TestCase("OwnReader")]
    [TestCase("OwnSequence")]
    public void OpenAndMessage_Stream(string type)
    {
        var run = GeneratorRun.Of(Sources.Handler($"[OnOpen] {type} Open() => throw null!; [OnMessage(\"m\")] {type} M(IServiceProvider services) => throw null!;") + """
             public abstract class OwnReader : System.Threading.Channels.ChannelReader<Plain>;
             public abstract class OwnSequence : IAsyncEnumerable<Plain> { public abstract IAsyncEnumerator<Plain> GetAsyncEnumerator(CancellationToken token); }
            """);
        Assert.That(run.Handler(), Does.Contain("context.ReplyAsync(_handler.Open(), _dispatcher.PlainWriter);"));
        Assert.That(run.Handler(), Does.Contain("await context.ReplyAsync(_handler.M(scope.ServiceProvider), _dispatcher.PlainWriter).ConfigureAwait(false);"));
    }

    [Test]
    public void TaskThatMayBeNull_IsNothingToWaitFor()
    {
        var run = GeneratorRun.Of(Sources.Handler("[OnOpen] Task? Open() => null; [OnMessage] Task? M(IServiceProvider services) => null; [OnClose] Task? Close() => null;"));
        Assert.That(run.Handler(), Does.Contain("new global::System.Threading.Tasks.ValueTask(_handler.Open() ?? global::System.Threading.Tasks.Task.CompletedTask);"));
        Assert.That(run.Handler(), Does.Contain("await new global::System.Threading.Tasks.ValueTask(_handler.M(scope.ServiceProvider) ?? global::System.Threading.Tasks.Task.CompletedTask).ConfigureAwait(false);"));
        Assert.That(run.Handler(), Does.Contain("new global::System.Threading.Tasks.ValueTask(_handler.Close() ?? global::System.Threading.Tasks.Task.CompletedTask);"));
    }

    [TestCase("bool", "From(_handler.Call())")]
    [TestCase("Task<bool>", "From(_handler.Call())")]
    [TestCase("ValueTask<bool>", "From(_handler.Call())")]
    [TestCase("IResult", "From((global::Microsoft.AspNetCore.Http.IResult?)_handler.Call())")]
    [TestCase("IResult?", "From((global::Microsoft.AspNetCore.Http.IResult?)_handler.Call())")]
    [TestCase("Microsoft.AspNetCore.Http.HttpResults.UnauthorizedHttpResult?", "From((global::Microsoft.AspNetCore.Http.IResult?)_handler.Call())")]
    [TestCase("StructResult", "From((global::Microsoft.AspNetCore.Http.IResult?)_handler.Call())")]
    [TestCase("Task<IResult>", "From(_handler.Call())")]
    [TestCase("Task<IResult?>", "From(_handler.Call())")]
    [TestCase("ValueTask<IResult?>", "From(_handler.Call())")]
    [TestCase("Task<Microsoft.AspNetCore.Http.HttpResults.Ok?>", "From(_handler.Call())")]
    [TestCase("ClaimsPrincipal", "From((global::System.Security.Claims.ClaimsPrincipal?)_handler.Call())")]
    [TestCase("ClaimsPrincipal?", "From((global::System.Security.Claims.ClaimsPrincipal?)_handler.Call())")]
    [TestCase("OwnPrincipal?", "From((global::System.Security.Claims.ClaimsPrincipal?)_handler.Call())")]
    [TestCase("Task<ClaimsPrincipal>", "From(_handler.Call()!)")]
    [TestCase("Task<ClaimsPrincipal?>", "From(_handler.Call()!)")]
    [TestCase("ValueTask<ClaimsPrincipal>", "From(_handler.Call()!)")]
    public void Login_Decides(string type, string call)
    {
        var run = GeneratorRun.Of(Sources.Handler($"[OnLogin] {type} Call() => throw null!;") + OwnTypes);
        Assert.That(run.Handler(), Does.Contain(call + ";"));
        Assert.That(run.Handler(), Does.Contain("Features = global::WebSockets.CompilerServices.WebSocketHandlerFeatures.Login,"));
    }

    [TestCase("void", "_handler.Call(error);\n                        return new(global::WebSockets.CompilerServices.WebSocketErrorOutcome.Handled);")]
    [TestCase("Task", "From(_handler.Call(error));")]
    [TestCase("ValueTask", "From(_handler.Call(error));")]
    [TestCase("IResult?", "From((global::Microsoft.AspNetCore.Http.IResult?)_handler.Call(error));")]
    [TestCase("Microsoft.AspNetCore.Http.HttpResults.Ok", "From((global::Microsoft.AspNetCore.Http.IResult?)_handler.Call(error));")]
    [TestCase("Task<IResult>", "From(_handler.Call(error));")]
    [TestCase("Task<IResult?>", "From(_handler.Call(error));")]
    [TestCase("ValueTask<IResult?>", "From(_handler.Call(error));")]
    public void Error_IsAnOutcome(string type, string body)
    {
        var run = GeneratorRun.Of(Sources.Handler($"[OnError] {type} Call(Exception e) => throw null!;"));
        Assert.That(run.Handler(), Does.Contain(body));
    }

    [TestCase("OnClose", "void")]
    [TestCase("OnClose", "Task")]
    [TestCase("OnClose", "ValueTask")]
    [TestCase("OnPing", "void")]
    [TestCase("OnPing", "Task")]
    [TestCase("OnPong", "ValueTask")]
    public void Lifetime_IsOnlyAwaited(string attribute, string type)
    {
        var run = GeneratorRun.Of(Sources.Handler($"[{attribute}] {type} Call() => throw null!;"));
        Assert.That(run.Handler(), Does.Contain(type switch
        {
            "void" => "_handler.Call();\n                return default;",
            "Task" => "=>\n                new global::System.Threading.Tasks.ValueTask(_handler.Call());",
            _ => "=>\n                _handler.Call();",
        }));
    }

    [Test]
    public void Unawaitable_TypeWithoutNullableAnnotations_Compiles()
    {
        var run = GeneratorRun.Of("#nullable disable\n" + Sources.Handler("""
            [OnLogin] Task<ClaimsPrincipal> Login() => throw null!;
            [OnOpen] Task<Plain> Open() => throw null!;
            [OnMessage] Plain Message(Say say) => throw null!;
            [OnError] Task<IResult> Error(Exception e, WebSocketConnection c) => throw null!;
            """));
        Assert.That(run.Handler(), Does.Contain("case global::System.Exception error when connection is not null:"));
    }

    private const string OwnTypes = """

        public class OwnPrincipal : ClaimsPrincipal { }
        public readonly struct StructResult : IResult { public Task ExecuteAsync(HttpContext httpContext) => Task.CompletedTask; }
        """;

    private static IEnumerable<string[]> Values(string type, string writer)
    {
        var isNullable = type.EndsWith('?') && !type.StartsWith("Point", StringComparison.Ordinal);
        foreach (var wrapped in new[] { type, $"Task<{type}>", $"ValueTask<{type}>", $"IAsyncEnumerable<{type}>" })
        {
            var (onReply, onWriter) = !isNullable ? ("", "") : wrapped.StartsWith('I') ? ("", "!") : ("!", "");
            var reply = $"context.ReplyAsync({{0}}{onReply}, {writer}{onWriter})";
            yield return [wrapped, $"=>\n                {reply};", $"await {reply}.ConfigureAwait(false);"];
        }
    }
}
