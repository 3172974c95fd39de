using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>Apps in which the SDK's generators run beside ours, as they do in every build: none of them breaks what another writes.</summary>
[TestFixture]
internal sealed class SdkGeneratorTests
{
    // As the build sets it for the generator of minimal APIs.
    private static readonly CSharpParseOptions s_options = TestCompilation.ParseOptions.WithFeatures([new("InterceptorsNamespaces", "Microsoft.AspNetCore.Http.Generated")]);

    private const string App = """
        using System.Text.Json.Serialization;
        using System.Text.RegularExpressions;
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.AddWebSocketHandlers();
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, AppJson.Default));
        var app = builder.Build();
        app.MapGet("/", (HttpContext http) => Chat.Describe(http.Request.Path));
        app.MapPost("/rooms/{room}", (string room, Said said, WebSocketConnections<Chat> connections) => connections.To(room).SendAsync(said).AsTask());
        app.MapWebSocketHandlers();
        app.Run();

        [WebSocketHandler("/chat/{room}")]
        public partial class Chat(ILogger<Chat> log)
        {
            [OnOpen] void Open(WebSocketConnection me, string room) => Opened(log, room);
            [OnMessage] Said Say(WebSocketConnection me, Say say) => new(me.Id, Spaces.Replace(say.Text, " "));
            [OnClose] partial void Close(WebSocketConnection me);
            partial void Close(WebSocketConnection me) => Closed(me.Id);

            public static Said Describe(string path) => new("", path);

            [LoggerMessage(1, LogLevel.Information, "A client entered {Room}")] private static partial void Opened(ILogger log, string room);
            [LoggerMessage(2, LogLevel.Information, "Client {Id} left")] private partial void Closed(string id);
            [GeneratedRegex(" +")] private static partial Regex Spaces { get; }
        }

        [Message] public record Say(string Text);
        [Message] public record Said(string From, string Text);

        [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
        [JsonSerializable(typeof(Say))]
        [JsonSerializable(typeof(Said))]
        internal sealed partial class AppJson : JsonSerializerContext;
        """;

    [TestCase(false)]
    [TestCase(true)]
    public void AppWithMinimalApisJsonLoggingAndRegexes_Compiles_InAnyOrderOfTheGenerators(bool oursIsLast)
    {
        ISourceGenerator ours = new WebSocketHandlerGenerator().AsSourceGenerator();
        ISourceGenerator[] theirs = [SdkGenerator.RequestDelegate.Create(), SdkGenerator.Json.Create(), SdkGenerator.Logging.Create(), SdkGenerator.Regex.Create()];
        var compilation = TestCompilation.Create()
            .AddSyntaxTrees(CSharpSyntaxTree.ParseText(TestCompilation.Usings + App, s_options, "Program.cs", System.Text.Encoding.UTF8));
        compilation = compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication).WithGeneralDiagnosticOption(ReportDiagnostic.Error));

        var driver = CSharpGeneratorDriver
            .Create(oursIsLast ? [.. theirs, ours] : [ours, .. theirs], parseOptions: s_options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var diagnostics);

        Assert.That(diagnostics, Is.Empty);
        Assert.That(output.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id != "CS1591"), Is.Empty);
        var results = driver.GetRunResult().Results;
        Assert.That(results.Select(result => result.GeneratedSources.Length), Is.All.GreaterThan(0));
        Invariant.AssertNothingIsDropped(output, results.Single(result => result.Generator == ours));
        Assert.That(GeneratorRun.Analyze(output, new BuildProperties("PublishAot=true")).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning), Is.Empty);
    }
}
