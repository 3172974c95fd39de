using System.Text.RegularExpressions;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>docs/generated-code.md shows what the generator writes for the handler that it shows.</summary>
[TestFixture]
internal sealed partial class GeneratedCodeDocumentTests
{
    private static readonly string Document = Repository.Read("docs", "generated-code.md");

    private static readonly string[] Blocks = [.. CSharpBlock().Matches(Document).Select(match => match.Groups["code"].Value)];

    private static readonly string Written = GeneratorRun.Of(Blocks[0]).Handler("Chat").Replace(
        typeof(WebSocketHandlerGenerator).Assembly.GetName().Version!.ToString(),
        "1.0.0.0",
        StringComparison.Ordinal);

    [Test]
    public void TheWholeFile_IsWhatTheGeneratorWrites()
    {
        if (Blocks[1] == Written)
        {
            return;
        }

        var document = Repository.PathOf("docs", "generated-code.md");
        var received = document + ".received";
        File.WriteAllText(received, Document.Replace(Blocks[1], Written, StringComparison.Ordinal));
        Assert.Fail($"The document shows another file than the generator writes for its handler. To show this one:\n  mv {received} {document}\nThen read whether the text still explains it.");
    }

    [Test]
    public void EachExplainedBlock_StandsInTheFile()
    {
        Assert.That(Blocks, Has.Length.GreaterThan(5));
        foreach (var block in Blocks.Skip(2))
        {
            Assert.That(Unindented(Written), Does.Contain(Unindented(block.TrimEnd())), $"This block of docs/generated-code.md is not in the file that it shows. Copy it from there:\n{block}");
        }
    }

    [Test]
    public void EachMethodOfTheFile_IsExplained()
    {
        var explained = Document[Document.IndexOf("## Block by block", StringComparison.Ordinal)..];
        var methods = Method().Matches(Written).Select(match => match.Groups["name"].Value).ToArray();
        Assert.That(methods, Has.Length.GreaterThan(8));
        Assert.That(methods.Where(method => !explained.Contains(method, StringComparison.Ordinal)), Is.Empty);
    }

    private static string Unindented(string code) => string.Concat(code.Split('\n').Select(line => line.Trim() + "\n"));

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"^ *(public|private|protected) [^=(]* (?<name>\w+)\(", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Method();
}
