using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WebSockets.CompilerServices;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>Texts of every kind get from the user's code into the running definition as they are.</summary>
[TestFixture]
internal sealed class LiteralTests
{
    [TestCase("plain")]
    [TestCase("quote \" backslash \\ braces {{}} { }")]
    [TestCase("line\r\nbreak\ttab\0nul\u0085\u2028\u2029")]
    [TestCase("ünï çödé 漢字 пример ٣ 😀")]
    [TestCase("half \ud83d pair")]
    [TestCase("\"\"\" /* */ // #if")]
    [TestCase("\ufeff\u200b\u202e")]
    public void Text_ArrivesAsItIs(string text)
    {
        var literal = CSharpLiteral.String(text);
        var value = CSharpSyntaxTree.ParseText($"var x = {literal};", TestCompilation.ParseOptions.WithKind(SourceCodeKind.Script))
            .GetRoot().DescendantTokens().Single(token => token.IsKind(SyntaxKind.StringLiteralToken)).Value;
        Assert.That(value, Is.EqualTo(text));
        Assert.That(literal, Does.Not.Contain("\n").And.Not.Contain("\r"));
    }

    [Test]
    public void Definition_OfARunningAssembly_SaysWhatTheAttributesSay()
    {
        const string text = "a \\\"b\\\" \\\\ \\n \\u2028 ü 😀";
        const string value = "a \"b\" \\ \n \u2028 ü 😀";
        var run = GeneratorRun.Of($$"""
            #pragma warning disable WSG0402
            namespace N;
            [WebSocketHandler("/x\"\\{a}/{{{text.Replace("/", "", StringComparison.Ordinal)}}}-ü", Name = "{{text}}", Protocols = ["{{text}}"], Discriminator = "{{text}}", Payload = "{{text}}2", Correlation = "{{text}}3")]
            public partial class Chat
            {
                [OnOpen] void Open(string a) { }
                [OnMessage("{{text}}")] void M() { }
                [OnMessage("\ud83d")] void Half() { }
            }
            """);
        var definition = Load(run, "N.Chat");
        Assert.That(definition.Path, Is.EqualTo("/x\"\\{a}/{" + value + "}-ü"));
        Assert.That((string?[])[definition.Name, definition.Discriminator, .. definition.Protocols], Is.All.EqualTo(value));
        Assert.That((definition.Payload, definition.Correlation), Is.EqualTo((value + "2", value + "3")));
        Assert.That(definition.RouteValues, Is.EqualTo(new[] { "a" }));
        Assert.That(definition.Messages, Is.EquivalentTo(new[] { value, "\ud83d" }));
        Assert.That(definition.Features, Is.EqualTo(WebSocketHandlerFeatures.NamedMessages));
    }

    [TestCaseSource(nameof(Texts))]
    public void Text_InEveryPlaceOfAnAttribute_IsTheDefinitionsAndTheMessages(string text)
    {
        var literal = "\"" + string.Concat(text.Select(c => $"\\u{(int)c:x4}")) + "\"";
        var run = GeneratorRun.OfInvalid($$"""
            [WebSocketHandler({{literal}}, Name = {{literal}}, Protocols = [{{literal}}], Discriminator = {{literal}}, Payload = {{literal}}, Correlation = {{literal}})]
            public partial class Chat
            {
                [OnMessage({{literal}})] void M() { }
                [OnMessage] Said Say(Said say, [FromQuery(Name = {{literal}})] string query = {{literal}}) => say;
            }
            [Message({{literal}} + "!")] public record Said;
            """);
        var definition = Load(run, "Chat");
        Assert.That((string?[])[definition.Path, definition.Name, definition.Discriminator, definition.Payload, definition.Correlation, .. definition.Protocols], Is.All.EqualTo(text));
        Assert.That(definition.Messages, Is.EquivalentTo(new[] { text, text + "!" }));

        // Half a pair has no bytes of its own: what a peer can send in its place is the replacement character.
        var sent = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        Assert.That(Values(run.Handler(), SyntaxKind.Utf8StringLiteralToken), Is.EquivalentTo(new[] { sent, sent + "!" }));
        Assert.That(Values(run.Handler(), SyntaxKind.StringLiteralToken).Count(value => value == text), Is.EqualTo(9), "six of the attribute, the method's name, the query's key and its default");
    }

    private static readonly string[] Texts =
    [
        "/quote \" apostrophe ' backslash \\ \\\" \\u0041",
        "/{{}} {{0}} $\"{{x}}\" \"\"\"",
        "/line\nfeed\rreturn\r\nboth\ttab\0nul\u001b",
        "/\u0085next\u2028line\u2029paragraph",
        "/half \ud83d of a pair, \udc00\ud83d the wrong way, \ud83d\ude00 whole",
        "/\ufeff\u200b\u202e\u2066 invisible",
        "/ünï çödé 漢字 пример ٣ İı",
        "/*/ // #if </summary> <![CDATA[ ]]> &amp;",
    ];

    private static IEnumerable<string?> Values(string code, SyntaxKind kind) =>
        CSharpSyntaxTree.ParseText(code, TestCompilation.ParseOptions).GetRoot().DescendantTokens().Where(token => token.IsKind(kind)).Select(token => token.Value as string);

    private static WebSocketHandlerDefinition Load(GeneratorRun run, string handler)
    {
        using var image = new MemoryStream();
        Assert.That(run.Output.Emit(image).Success, Is.True);
        image.Position = 0;
        var type = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image).GetType(handler, throwOnError: true)!;
        var property = type.GetProperties(BindingFlags.Static | BindingFlags.NonPublic).Single(property => property.Name.EndsWith(".Definition", StringComparison.Ordinal));
        return (WebSocketHandlerDefinition)property.GetValue(null)!;
    }
}
