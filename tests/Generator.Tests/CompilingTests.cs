using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
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

    [TestCase("[OnOpen] void Open([System.Runtime.CompilerServices.DateTimeConstant(630822816000000000L), System.Runtime.InteropServices.Optional] DateTime since) { }", TestName = "DateTimeConstant")]
    [TestCase("[OnOpen] void Open([FromQuery, System.Runtime.CompilerServices.DateTimeConstant(630822816000000000L), System.Runtime.InteropServices.Optional] DateTime since) { }", TestName = "DateTimeConstant_OfTheQuery")]
    public void ConstantsOfOtherLanguages_AreDefaults(string member)
    {
        var run = GeneratorRun.Of("[WebSocketHandler(\"/chat/{since?}\")] public partial class Chat { " + member + " }");
        Assert.That(run.Handler(), Does.Contain("Parse<global::System.DateTime>(new global::System.DateTime(630822816000000000L))"));
    }

    [TestCase("[OnOpen] void Open() { } [Obsolete(\"No.\", true)] public Chat() { }", "WSG0005", TestName = "ForbiddenConstructor")]
    [TestCase("[OnOpen] void Open() { } [Obsolete(\"No.\", true)] public required IServiceProvider Services { get; init; }", "WSG0005", TestName = "ForbiddenRequiredMember")]
    [TestCase("[OnMessage(\"m\"), Obsolete] void M(Forbidden p) { }", "WSG0205", TestName = "ForbiddenPayload")]
    [TestCase("[OnMessage(\"m\"), Obsolete] void M(List<Forbidden[]> p) { }", "WSG0205", TestName = "ForbiddenElement")]
    [TestCase("[OnMessage(\"m\"), Obsolete] Forbidden M() => null!;", "WSG0210", TestName = "ForbiddenReply")]
    [TestCase("[OnOpen, Obsolete] void Open([FromServices] Forbidden p) { }", "WSG0205", TestName = "ForbiddenService")]
    [TestCase("[OnOpen] void Open() { } public required Missing Services { get; init; }", "WSG0220", TestName = "RequiredMemberOfAMissingType")]
    public void WhatGeneratedCodeMayNotName_IsOurError(string members, string id) => Assert.That(
        GeneratorRun.OfInvalid("#pragma warning disable CS9042\n[WebSocketHandler] public partial class Chat { " + members + " } [Obsolete(\"No.\", true)] public class Forbidden;", "CS0246").Errors.Select(error => error.Id),
        Is.EqualTo(new[] { id }));

    [TestCase(LanguageVersion.CSharp2)]
    [TestCase(LanguageVersion.CSharp7_3)]
    [TestCase(LanguageVersion.CSharp8)]
    [TestCase(LanguageVersion.CSharp9)]
    [TestCase(LanguageVersion.CSharp10)]
    [TestCase(LanguageVersion.CSharp11)]
    [TestCase(LanguageVersion.CSharp12)]
    public void OldLanguage_IsOneErrorOfOurs(LanguageVersion version)
    {
        var options = TestCompilation.ParseOptions.WithLanguageVersion(version);
        var compilation = TestCompilation.Create()
            .WithOptions(TestCompilation.Create().Options.WithNullableContextOptions(NullableContextOptions.Disable))
            .AddSyntaxTrees(CSharpSyntaxTree.ParseText("[WebSockets.WebSocketHandler] public partial class Chat { [WebSockets.OnOpen] void Open() { } } [WebSockets.Message] public class Say { }", options, "Chat.cs"));
        var result = Incremental.Run(compilation, out var output).GetRunResult().Results.Single();
        Assert.That(result.Diagnostics.Select(diagnostic => diagnostic.Id), Is.EqualTo(new[] { "WSG0013" }));
        Assert.That(output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), Is.Empty);
    }

    [TestCase("[SuppressMessage(\"WebSockets\", \"WSG0205\")] ", "", TestName = "SuppressMessage_OnTheMethod")]
    [TestCase("", "[SuppressMessage(\"WebSockets\", \"WSG0205\")] ", TestName = "SuppressMessage_OnTheClass")]
    [TestCase("", "[assembly: SuppressMessage(\"WebSockets\", \"WSG0205\", Scope = \"module\")]\n", TestName = "SuppressMessage_OfTheAssembly")]
    public void ErrorsOfTheGenerator_AreNotSuppressed(string onMethod, string onClass)
    {
        var error = GeneratorRun.OfInvalid("using System.Diagnostics.CodeAnalysis;\n" + onClass + "[WebSocketHandler] public partial class Chat { " + onMethod + "[OnMessage(\"m\")] void M(CancellationTokenSource a, HttpContext b) { } }").Errors.Single();
        Assert.That(error.Id, Is.EqualTo("WSG0205"));
        Assert.That(error.IsSuppressed, Is.False);
    }
}
