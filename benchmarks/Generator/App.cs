using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

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

    private readonly ImmutableArray<SyntaxTree> _trees;
    private readonly SyntaxTree _unrelated = Parse("namespace App; internal static class Unrelated { internal static int Number => 1; }", "Unrelated.cs");
    private readonly SyntaxTree _body;
    private readonly SyntaxTree _signature;

    public App(int handlers)
    {
        _trees = [.. Enumerable.Range(0, handlers).Select(i => Parse(Source(i), FileName(i)))];
        var edited = handlers / 2;
        _body = Parse(Source(edited).Replace("a + b", "b + a", StringComparison.Ordinal), FileName(edited));
        _signature = Parse(Source(edited).Replace("[OnClose] void Close(", "[OnClose] Task Close(", StringComparison.Ordinal).Replace("{ }", "=> Task.CompletedTask;", StringComparison.Ordinal), FileName(edited));
        Edited = _trees[edited];
    }

    private SyntaxTree Edited { get; }

    /// <summary>The files are parsed, nothing is bound.</summary>
    public CSharpCompilation Fresh() => CSharpCompilation.Create("App", _trees, References, Options);

    public CSharpCompilation WithUnrelatedFile(CSharpCompilation compilation) => compilation.AddSyntaxTrees(_unrelated);

    public CSharpCompilation WithOtherBody(CSharpCompilation compilation) => compilation.ReplaceSyntaxTree(Edited, _body);

    public CSharpCompilation WithOtherSignature(CSharpCompilation compilation) => compilation.ReplaceSyntaxTree(Edited, _signature);

    public static GeneratorDriver CreateDriver() =>
        CSharpGeneratorDriver.Create([new WebSocketHandlerGenerator().AsSourceGenerator()], parseOptions: ParseOptions);

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path);

    private static string FileName(int handler) => string.Create(CultureInfo.InvariantCulture, $"Chat{handler}.cs");

    private static string Source(int handler) => $$"""
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
