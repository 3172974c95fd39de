using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.Testing;

#pragma warning disable WSG0301 // The types are missing on purpose: what the compiler says of them is tested elsewhere.

namespace WebSockets.JsonOff.Tests;

/// <summary>Types that no context covers are told of when the app starts, all at once, with the lines that mend it.</summary>
public sealed partial class MissingTests
{
    private static readonly string[] Expected =
    [
        "[JsonSerializable(typeof(WebSockets.JsonOff.Tests.Outer.Inner))]",
        "[JsonSerializable(typeof(WebSockets.JsonOff.Tests.Outer.Box<int>))]",
        "[JsonSerializable(typeof(WebSockets.JsonOff.Tests.Outer.Pair<string, WebSockets.JsonOff.Tests.Outer.Inner>.Nested<decimal[]>))]",
        "[JsonSerializable(typeof(System.Collections.Generic.Dictionary<string, WebSockets.JsonOff.Tests.Outer.Inner[]>))]",
        "[JsonSerializable(typeof(System.Collections.Generic.List<System.Collections.Generic.List<long?>>))]",
        "[JsonSerializable(typeof(int[]))]",
        "[JsonSerializable(typeof(byte[][]))]",
        "[JsonSerializable(typeof(int[,]))]",
        "[JsonSerializable(typeof(int[][,]))]",
        "[JsonSerializable(typeof(WebSockets.JsonOff.Tests.Outer.Choice?))]",
        "[JsonSerializable(typeof(System.DateTimeOffset?))]",
        "[JsonSerializable(typeof(sbyte))]",
        "[JsonSerializable(typeof(char))]",
        "[JsonSerializable(typeof(nuint))]",
        "[JsonSerializable(typeof(GlobalMessage))]",
    ];

    [Test]
    public void Every_missing_type_is_named_in_one_error_by_a_line_to_paste()
    {
        var lines = Lines(Error<Lacking>());

        Assert.That(lines, Is.EquivalentTo(Expected));
    }

    [Test]
    public void The_lines_compile_when_they_are_pasted()
    {
        var lines = string.Join('\n', Lines(Error<Lacking>()));
        var source = CSharpSyntaxTree.ParseText($"using System.Text.Json.Serialization;\n{lines}\ninternal partial class Pasted;");
        var types = source.GetRoot().DescendantNodes().OfType<TypeOfExpressionSyntax>().ToArray();
        var compilation = CSharpCompilation.Create(
            typeof(MissingTests).Assembly.GetName().Name + ".Pasted",
            [source],
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, metadataImportOptions: MetadataImportOptions.All));

        // The types are internal to this assembly, which is what a context of the app would be in; only that is not asked here.
        var errors = compilation.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error && found.Id != "CS0122");

        Assert.That(errors, Is.Empty);
        Assert.That(types, Has.Length.EqualTo(Expected.Length));
    }

    [Test]
    public void The_error_says_where_to_put_the_context() =>
        Assert.That(Error<Lacking>(), Does.Contain("JsonContext on [WebSocketHandler]").And.Contain("ConfigureHttpJsonOptions").And.Contain("Lacking"));

    [Test]
    public void A_context_that_the_attribute_names_and_that_lacks_a_type_is_found_out_too() =>
        Assert.That(Lines(Error<LackingInOwn>()), Is.EqualTo(new[] { "[JsonSerializable(typeof(WebSockets.JsonOff.Tests.Number))]" }));

    [Test]
    public async Task SendAsync_of_an_unknown_type_throws_at_the_sender_and_the_connection_stays()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<Sender>(), CoveredTests.AddContext);
        await using var client = await app.ConnectAsync("/sender");

        Assert.That(await client.AskAsync("one"), Is.EqualTo("NotSupportedException"));
        Assert.That(await client.AskAsync("group"), Is.EqualTo("NotSupportedException"));
        Assert.That(await client.AskAsync("broadcast"), Is.EqualTo("NotSupportedException"));
        Assert.That(await client.AskAsync("named"), Is.EqualTo("NotSupportedException"));
    }

    [Test]
    public async Task SendAsync_of_an_unknown_type_from_outside_throws_at_the_sender_and_the_connection_stays()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<Sender>(), CoveredTests.AddContext);
        await using var client = await app.ConnectAsync("/sender");
        await client.AskAsync("one");
        var connections = app.Services.GetRequiredService<WebSocketConnections<Sender>>();

        Assert.That(async () => await connections.All.SendAsync(new Outer.Inner("x")), Throws.TypeOf<NotSupportedException>().With.Message.Contains("Inner"));
        Assert.That(async () => await connections.Single().SendAsync(new Outer.Inner("x")), Throws.TypeOf<NotSupportedException>().With.Message.Contains("Inner"));
        Assert.That(await client.AskAsync("one"), Is.EqualTo("NotSupportedException"));
    }

    [Test]
    public void What_several_handlers_miss_is_in_one_error_each_type_once()
    {
        var builder = TestApp.CreateBuilder();
        builder.Services.AddWebSocketHandlers();
        var app = builder.Build();

        var error = Assert.Throws(Is.InstanceOf<InvalidOperationException>(), () => app.MapWebSocketHandlers())!.Message;

        Assert.That(Lines(error), Is.Unique);
        Assert.That(Lines(error), Is.SupersetOf(Expected.Append("[JsonSerializable(typeof(WebSockets.JsonOff.Tests.Number))]").Append("[JsonSerializable(typeof(WebSockets.JsonOff.Tests.Ask))]")));
        Assert.That(error, Does.Contain("Lacking, ").And.Contain("LackingInOwn").And.Contain("Covered"));
    }

    private static string Error<THandler>() where THandler : class, IWebSocketHandler<THandler>
    {
        var builder = TestApp.CreateBuilder();
        builder.Services.AddWebSocketHandlers();
        return Assert.Throws(Is.InstanceOf<InvalidOperationException>(), () => builder.Build().MapWebSocketHandler<THandler>())!.Message;
    }

    private static string[] Lines(string error) => [.. error.Split('\n').Where(line => line.StartsWith('['))];

    private static IEnumerable<MetadataReference> References() =>
        ((string)System.AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Append(Assembly.GetExecutingAssembly().Location)
            .Distinct().Select(path => MetadataReference.CreateFromFile(path));

    [WebSocketHandler("/lacking", Payload = "data")]
    internal sealed partial class Lacking
    {
        [OnMessage("inner")]
        Outer.Box<int> Inner(Outer.Inner inner) => new(inner.Text.Length);

        [OnMessage("nested")]
        Dictionary<string, Outer.Inner[]>? Nested(Outer.Pair<string, Outer.Inner>.Nested<decimal[]> nested) => null;

        [OnMessage("again")]
        Task<Outer.Box<int>> Again(Outer.Inner inner) => Task.FromResult<Outer.Box<int>>(new(2));

        [OnMessage("lists")]
        ValueTask<int[]> Lists(List<List<long?>> lists) => new([]);

        [OnMessage("nullable")]
        DateTimeOffset? Nullable(Outer.Choice? choice) => null;

        [OnMessage("arrays")]
        byte[][] Arrays(int[,] square) => [];

        [OnMessage("more arrays")]
        sbyte MoreArrays(int[][,] squares) => 0;

        [OnMessage("keywords")]
        nuint Keywords(char letter) => 0;

        [OnMessage("stream")]
        async IAsyncEnumerable<GlobalMessage> Stream([EnumeratorCancellation] CancellationToken ended)
        {
            await Task.Yield();
            yield return new("x");
        }
    }

    [WebSocketHandler("/lacking/own", JsonContext = typeof(OwnContext))]
    internal sealed partial class LackingInOwn
    {
        [OnMessage]
        Number Ask(Ask ask) => new(ask.Question.Length);
    }

    [WebSocketHandler("/sender")]
    internal sealed partial class Sender
    {
        [OnMessage]
        async Task<string> Send(WebSocketConnection me, string how)
        {
            try
            {
                await (how switch
                {
                    "one" => me.SendAsync(new Outer.Inner("x")),
                    "group" => me.To("*").SendAsync(new Outer.Inner("x")),
                    "broadcast" => me.To("*").BroadcastAsync(new Outer.Inner("x")),
                    _ => me.SendAsync(new Unregistered("x")),
                });
                return "sent";
            }
            catch (NotSupportedException e)
            {
                return e.GetType().Name;
            }
        }
    }
}
