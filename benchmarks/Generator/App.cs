using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace WebSockets.Generator.Benchmarks;

/// <summary>An app of many handlers, one a file, as the compiler sees it; and edits of it.</summary>
internal sealed class App
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14);

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "WebSockets.dll" || !path.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly CSharpCompilationOptions Options = new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    private const string Service = "namespace App; internal sealed class Service { internal int Number() => 1; }";

    private readonly ImmutableArray<SyntaxTree> _trees;
    private readonly SyntaxTree _service = Parse(Service, "Service.cs");
    private readonly SyntaxTree _edited;

    public App(int handlers)
    {
        _trees = [.. Enumerable.Range(0, handlers).Select(i => Parse(Handler(i), FileName(i))), _service];
        _edited = _trees[handlers / 2];
    }

    /// <summary>The files are parsed, nothing is bound.</summary>
    public CSharpCompilation Open() => CSharpCompilation.Create("App", _trees, References, Options);

    public CSharpCompilation EditService(CSharpCompilation app) => Edit(app, _service, "=> 1;", "=> 1 + 1;");

    public CSharpCompilation EditBody(CSharpCompilation app) => Edit(app, _edited, "a + b", "b + a");

    public CSharpCompilation EditSignature(CSharpCompilation app) => Edit(app, _edited, "void Close(WebSocketConnection me, ", "void Close(");

    public static CSharpCompilation AddFile(CSharpCompilation app) => app.AddSyntaxTrees(Parse("namespace App; internal static class Added;", "Added.cs"));

    public static GeneratorDriver CreateDriver() =>
        CSharpGeneratorDriver.Create([new WebSocketHandlerGenerator().AsSourceGenerator()], parseOptions: ParseOptions);

    private static CSharpCompilation Edit(CSharpCompilation app, SyntaxTree file, string text, string replacement)
    {
        var source = file.GetText();
        var place = source.ToString().IndexOf(text, StringComparison.Ordinal);
        return place < 0
            ? throw new ArgumentException($"There is no '{text}' in {file.FilePath}.", nameof(text))
            : app.ReplaceSyntaxTree(file, file.WithChangedText(source.WithChanges(new TextChange(new(place, text.Length), replacement))));
    }

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path);

    private static string FileName(int handler) => string.Create(CultureInfo.InvariantCulture, $"Chat{handler}.cs");

    private static string Handler(int handler) => $$"""
        using System;
        using System.Net.WebSockets;
        using System.Security.Claims;
        using System.Threading.Tasks;
        using Microsoft.Extensions.Logging;
        using WebSockets;

        namespace App.Part{{handler}};

        [WebSocketHandler("/chat{{handler}}/{room}", Name = "Chat{{handler}}")]
        public partial class Chat(ILogger<Chat> log)
        {
            [OnLogin] bool Login(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true };
            [OnOpen] void Open(WebSocketConnection me, string room) => me.Channels.Add(room);
            [OnMessage] ValueTask Say(WebSocketConnection me, string room, Say say) => me.To(room).SendAsync(new Said(me.Id, say.Text));
            [OnMessage] Sum Add(Add add) { var (a, b) = add; return new(a + b); }
            [OnClose] void Close(WebSocketConnection me, WebSocketCloseStatus? status, string? reason) { }
            [OnError] void Error(WebSocketConnection? me, Exception error) => log.LogWarning(error, "Failed");
        }

        [Message("say")] public record Say(string Text);
        [Message("said")] public record Said(string From, string Text);
        [Message] public record Add(int A, int B);
        [Message] public record Sum(int Value);
        """;
}
