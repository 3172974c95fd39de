using Microsoft.CodeAnalysis;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>Programs whose warnings are errors: generated code adds none to those that the user's own code has.</summary>
[TestFixture]
internal sealed class CompilingTests
{
    private const string Old = "[Obsolete(\"\", DiagnosticId = \"OLD1\")]";
    private const string New = "[System.Diagnostics.CodeAnalysis.Experimental(\"NEW1\")]";

    [TestCase("[OnMessage(\"m\")] void M(Payload p) { }", Old + " public record Payload(int A);", TestName = "ObsoletePayload_WithAnId")]
    [TestCase("[OnMessage(\"m\")] Payload M() => null!;", New + " public record Payload(int A);", TestName = "ExperimentalReply")]
    [TestCase("[OnOpen] void Open() { } " + Old + " public required IServiceProvider Services { get; init; }", "", TestName = "ObsoleteRequiredMember")]
    [TestCase("[OnOpen] void Open() { } " + New + " public required IServiceProvider Services { get; init; }", "", TestName = "ExperimentalRequiredMember")]
    [TestCase("[OnOpen] Task? Open() => null;", "", TestName = "NullableTask")]
    [TestCase("[OnMessage(\"m\")] Task<string>? M() => null;", "", TestName = "NullableTaskOfAReply")]
    [TestCase("[OnMessage(\"m\")] Task<Payload>? M() => null;", "public record Payload(int A);", TestName = "NullableTaskOfAMessage")]
    [TestCase("[OnMessage(\"m\")] IAsyncEnumerable<int>? M() => null;", "", TestName = "NullableSequence")]
    [TestCase("[OnMessage(\"m\")] [return: System.Diagnostics.CodeAnalysis.MaybeNull] string M() => null;", "", TestName = "ReplyThatMayBeNull")]
    [TestCase("[OnMessage(\"m\")] void M([System.Diagnostics.CodeAnalysis.DisallowNull] Payload? p) { }", "public record Payload(int A);", TestName = "PayloadThatMustNotBeNull")]
    [TestCase("[OnMessage(\"m\")] void M(string text) { }", "public static class Unrelated { public static void GetUrl() { } }", TestName = "OthersNames")]
    public void WarningsAreErrors(string members, string types)
    {
        var source = $"[assembly: CLSCompliant(true)]\n#pragma warning disable OLD1, NEW1, CS8603, CS9042\n/// <summary>Chats.</summary>\n[WebSocketHandler] public partial class Chat {{ [OnClose] void Close() {{ }} {members} }} {types}";
        var compilation = TestCompilation.Create(source);
        var run = GeneratorRun.OfInvalid(compilation.WithOptions(compilation.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Error)), "CS1591", "CS3001", "CS3002", "CS3003", "CS3009");
        Assert.That(run.Errors, Is.Empty);
    }
}
