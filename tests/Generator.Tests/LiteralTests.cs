using System.Reflection;
using System.Runtime.Loader;
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
            #pragma warning disable WSG0401, WSG0402
            namespace N;
            [WebSocketHandler("/x\"\\{a}/{{{text.Replace("/", "", StringComparison.Ordinal)}}}-ü", Name = "{{text}}", Protocols = ["{{text}}"], Discriminator = "{{text}}", Payload = "{{text}}", Correlation = "{{text}}")]
            [Tags("{{text}}")]
            public partial class Chat
            {
                [OnOpen] void Open(string a) { }
                [OnMessage("{{text}}")] void M() { }
                [OnMessage("\ud83d")] void Half() { }
            }
            """);
        var definition = Load(run, "N.Chat");
        Assert.That(definition.Path, Is.EqualTo("/x\"\\{a}/{" + value + "}-ü"));
        Assert.That((string?[])[definition.Name, definition.Discriminator, definition.Payload, definition.Correlation, .. definition.Protocols], Is.All.EqualTo(value));
        Assert.That(((Microsoft.AspNetCore.Http.TagsAttribute)definition.Metadata.Single()).Tags, Is.EqualTo(new[] { value }));
        Assert.That(definition.RouteValues, Is.EqualTo(new[] { "a" }));
        Assert.That(definition.Features, Is.EqualTo(WebSocketHandlerFeatures.NamedMessages));
    }

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
