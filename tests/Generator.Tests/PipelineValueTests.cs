using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>No value of the pipeline leads to an object of the compiler's: it would keep a whole compilation, and never be equal to the next.</summary>
[TestFixture]
internal sealed class PipelineValueTests
{
    // An error has the place that it is shown at, and so the file: without it, no build could show it there.
    private static readonly string[] s_withLocations = [TrackingNames.Parsed, TrackingNames.Errors, TrackingNames.ParsedUrls, TrackingNames.UrlErrors];

    [Test]
    public void AnErrorLeadsToItsFile_AndNoFurther()
    {
        var compilation = TestCompilation.Create("[WebSocketHandler] public class Chat { [OnOpen] void Open() { } }");
        var result = Incremental.Run(compilation, out _).GetRunResult().Results.Single();
        var error = (DiagnosticInfo)result.TrackedSteps[TrackingNames.Errors].Single().Outputs.Single().Value;
        Assert.That(error.Location!.SourceTree, Is.SameAs(compilation.SyntaxTrees[0]));
        Assert.That(ObjectGraph.WaysToCompiler(error).Where(way => way.Contains("Compilation", StringComparison.Ordinal) || way.Contains("Symbol", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void NoValueOfAnyStage_LeadsToTheCompiler()
    {
        var compilation = TestCompilation.Create("""
            [WebSocketHandler("/every/{room}/{page:int?}", Name = "Every", Protocols = ["v2", "v1"], Payload = "data", JsonContext = typeof(int))]
            [Microsoft.AspNetCore.Authorization.Authorize("members", Roles = "a,b"), Tags("chat", "live")]
            internal sealed partial record Every([FromKeyedServices("clock")] TimeProvider Time, Uri? Home = null)
            {
                public required IFormatProvider Format { get; init; }
                [OnLogin] Task<ClaimsPrincipal?> Login(HttpContext http, CancellationToken token) => throw null!;
                [OnOpen] IAsyncEnumerable<Item> Open(HttpRequest request, [FromQuery(Name = "q")] string[] words, [FromQuery] Kind kind = Kind.Two) => throw null!;
                [OnMessage("list")] Task<Item?> List([FromServices] Random random, int? page) => throw null!;
                [OnMessage] void Item(Item item, [FromHeader(Name = "X-Trace")] Guid trace) { }
                [OnPing] void Ping(ReadOnlyMemory<byte> payload) { }
                [OnClose] ValueTask Close(WebSocketConnection me, WebSocketCloseStatus? status) => default;
                [OnError] Task Failed(Exception e, WebSocketConnection me, string room) => Task.CompletedTask;
                [OnError] void Wrong(int a, int b) { }
                [WebSocketUrl] public static partial Uri GetUrl(HttpContext http, string room, int? page = null, int wrong = 0);
                [Message] private sealed record Hidden(int A);
            }
            public enum Kind { One, Two }
            [Message] public record Item(int Number);
            """);
        var result = Incremental.Run(compilation, out _).GetRunResult().Results.Single();
        Assert.That(result.TrackedSteps.Keys, Is.SupersetOf(Incremental.Stages));
        var ways =
            from stage in Incremental.Stages.Except(s_withLocations)
            from step in result.TrackedSteps[stage]
            from output in step.Outputs
            from way in ObjectGraph.WaysToCompiler(output.Value)
            select stage + " " + way;
        Assert.That(ways, Is.Empty);
    }

    [Test]
    public void NoValueThatAFileIsMadeOf_LeadsToTheCompiler()
    {
        var result = Incremental.Run(TestCompilation.Create(Sources.Handler("[OnMessage] void Say(Say say) { }", "/ws")), out _).GetRunResult().Results.Single();
        object[] values = [.. result.TrackedOutputSteps.SelectMany(steps => steps.Value).SelectMany(step => step.Inputs).Select(input => input.Source.Outputs[input.OutputIndex].Value)];
        Assert.That(values, Has.Length.EqualTo(2), "the handler, the registration");
        Assert.That(values.SelectMany(ObjectGraph.WaysToCompiler), Is.Empty);
    }

    [Test]
    public void TheSearch_FindsWhatIsHidden()
    {
        var compilation = TestCompilation.Create("class C;");
        var tree = compilation.SyntaxTrees[0];
        object[] hidden = [compilation, tree, tree.GetRoot(), tree.GetRoot().GetFirstToken(), tree.GetRoot().GetLocation(), compilation.GetTypeByMetadataName("C")!, compilation.GetSemanticModel(tree), compilation.Options];
        foreach (var value in hidden)
        {
            Assert.That(ObjectGraph.WaysToCompiler(new[] { (1, new List<Func<object>> { () => value }) }), Is.Not.Empty, value.GetType().Name);
        }
    }
}
