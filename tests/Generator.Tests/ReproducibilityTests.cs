using System.Globalization;
using Microsoft.CodeAnalysis;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>The same project gives the same bytes: whatever the order of its files, and the culture of the machine.</summary>
[TestFixture]
internal sealed class ReproducibilityTests
{
    private static readonly (string Path, string Text)[] Files =
    [
        ("Chat.cs", "[WebSocketHandler(\"/chat/{id}/{room}\"), Tags(\"a\")] public partial class Chat { [OnOpen] void Open(int id) { } [OnMessage] void Say(Say say) { } [OnError] void One(InvalidOperationException e) { } public required Random First { get; init; } }"),
        ("Chat.Close.cs", "[Microsoft.AspNetCore.Authorization.Authorize] partial class Chat { [OnClose] void Close(string id, string room) { } [OnMessage(\"a\")] Said A() => new(); [OnError] void Two(ArgumentException e) { } public required IServiceProvider Second { get; init; } }"),
        ("Other.cs", "[WebSocketHandler(\"/other\")] public partial class Other { [OnMessage] Said Say(Say say) => new(); [OnMessage] string Text(string text) => text; }"),
        ("Messages.cs", "[Message] public record Said; [Message] public record Say(string Text); [Message] public record Unused;"),
        ("More.cs", "[Message] public record Another; namespace N { [WebSocketHandler(\"/n\", Name = \"n\")] public partial class Chat { [OnOpen] void Open() { } } }"),
    ];

    [Test]
    public void OrderOfFiles_ChangesNoByte()
    {
        var orders = Permutations(Files).ToArray();
        var expected = Generate(orders[0]);
        Assert.That(orders, Has.Length.EqualTo(120));
        Assert.That(orders.Select(Generate), Is.All.EqualTo(expected));
    }

    [TestCase("de-DE", ExpectedResult = "-1,5 I=i")]
    [TestCase("tr-TR", ExpectedResult = "-1,5 I=ı")]
    [TestCase("sv-SE", ExpectedResult = "\u22121,5 I=i")]
    public string Culture_WritesOtherwise(string culture)
    {
        var info = new CultureInfo(culture);
        return $"{(-1.5).ToString(info)} I={"I".ToLower(info)}";
    }

    [TestCase("de-DE")]
    [TestCase("tr-TR")]
    [TestCase("fa-IR")]
    [TestCase("sv-SE")]
    public void Culture_ChangesNoByte(string culture)
    {
        (string, string)[] files = [("Chat.cs", Sources.Handler("""
            [OnOpen] void Open([FromQuery] double id = -1.5, [FromQuery] decimal price = -1.10m, [FromQuery] int n = -7, [FromQuery] float f = -1e-9f, [FromHeader(Name = "IX-ID")] string i = "I") { }
            [OnMessage("INIT")] Initial On(Initial x) => x;
            """, "/{ID:INT}/{Iı}") + "[Message] public record Initial(int A); [Message] public record IDItem; [WebSocketHandler(\"/i\")] public partial class CHAT { [OnOpen] void Open() { } }")];
        var expected = Generate(files);
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(culture);
            Assert.That($"{-1.5:N2}", Is.Not.EqualTo((-1.5).ToString("N2", CultureInfo.InvariantCulture)), "a culture that writes as the invariant one would prove nothing");
            Assert.That(Generate(files), Is.EqualTo(expected));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }

    private static string Generate((string Path, string Text)[] files)
    {
        var compilation = TestCompilation.Create().AddSyntaxTrees(files.Select(file => TestCompilation.Parse(TestCompilation.Usings + file.Text, file.Path)));
        var result = Incremental.Run(compilation, out var output).GetRunResult().Results.Single();
        Assert.That(result.Exception, Is.Null);
        Assert.That(output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), Is.Empty);
        return string.Concat(result.GeneratedSources.OrderBy(source => source.HintName, StringComparer.Ordinal).Select(source => source.HintName + "\n" + source.SourceText));
    }

    private static IEnumerable<T[]> Permutations<T>(T[] items) =>
        items.Length == 0 ? [[]] : items.SelectMany((item, i) => Permutations([.. items[..i], .. items[(i + 1)..]]).Select(rest => (T[])[item, .. rest]));
}
