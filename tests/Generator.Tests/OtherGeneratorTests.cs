using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>
/// Programs in which another generator declares what a handler refers to. They compile; the generator of handlers cannot see those declarations, and says
/// so. Nothing is dropped with a clean build.
/// </summary>
[TestFixture]
internal sealed class OtherGeneratorTests
{
    [TestCase("[OnMessage(\"m\")] void M(Made made) { }", "", "public record Made;", "WSG0220", "Parameter 'made' of 'Chat.M' takes 'Made', which the generator of handlers cannot see: it does not exist, or another generator declares it. Declare it by hand: 'partial' is enough where a generator completes it.", TestName = "TypeOfAParameter")]
    [TestCase("[OnMessage(\"m\")] Made M() => new();", "", "public record Made;", "WSG0220", "'Chat.M' returns 'Made', which the generator of handlers cannot see: it does not exist, or another generator declares it. Declare it by hand: 'partial' is enough where a generator completes it.", TestName = "TypeOfAReply")]
    [TestCase("[OnMessage(\"m\")] void M(List<Made> made) { }", "", "public record Made;", "WSG0220", "Parameter 'made' of 'Chat.M' takes 'List<Made>', which the generator of handlers cannot see: it does not exist, or another generator declares it. Declare it by hand.", TestName = "TypeInsideAnother")]
    [TestCase("[OnOpen] void Open() { }", " : Made", "public abstract class Made { [OnMessage(\"m\")] protected void M() { } }", "WSG0220", "'Chat' derives from 'Made', which the generator of handlers cannot see: it does not exist, or another generator declares it. Declare it by hand: 'partial' is enough where a generator completes it.", TestName = "BaseClass")]
    [TestCase("[OnOpen] void Open(Id room) { }", "", "public readonly partial struct Id : IParsable<Id> { public static Id Parse(string s, IFormatProvider? p) => default; public static bool TryParse(string? s, IFormatProvider? p, out Id id) { id = default; return true; } }", "WSG0104", "Parameter 'room' of 'Chat.Open' takes a value of the path, which cannot be read as 'Id'. Use string, an enum, a type that implements IParsable<T>, or a nullable of those. If another generator adds IParsable<T>, add the interface to the declaration by hand: the generator of handlers cannot see that one.", TestName = "IParsable")]
    [TestCase("[OnMessage] partial void X(string text);", "", "partial class Chat { partial void X(string text) { } }", "WSG0217", "'Chat.X' is marked with [OnMessage], and generated code cannot call it: it is a partial method without a body, or another generator has it. Write its other part, or mark a method of your own that calls it.", TestName = "BodyOfAPartialMethod")]
    public void WhatAnotherGeneratorDeclares_IsAnError(string member, string bases, string other, string id, string text)
    {
        var errors = Errors($"[WebSocketHandler(\"/chat/{{room}}\")] public partial class Chat{bases} {{ {member} }} public readonly partial struct Id;", other);
        Assert.That(errors.Select(error => error.Id), Is.EqualTo(new[] { id }));
        Assert.That(errors[0].GetMessage(CultureInfo.InvariantCulture), Is.EqualTo(text));
        Assert.That(errors[0].Location.IsInSource);
    }

    [Test]
    public void WhatIsDeclaredByHand_IsServed() =>
        Assert.That(Errors("[WebSocketHandler] public partial class Chat { [OnMessage(\"m\")] Made M(Made made) => made; } public partial record Made;", "public partial record Made { public int More { get; init; } }"), Is.Empty);

    [TestCase("[OnMessage(\"m\")] void M(other::Contoso.Note note) { }", "Parameter 'note' of 'Chat.M' takes 'Note', which ", TestName = "AliasedParameter")]
    [TestCase("[OnMessage(\"m\")] List<other::Contoso.Note[]> M() => [];", "'Chat.M' returns 'List<Note[]>', which ", TestName = "AliasedReply")]
    [TestCase("[OnOpen] void M() { } public Chat(other::Contoso.Note.Inner inner) { }", "Parameter 'inner' of the constructor of 'Chat' takes 'Inner', which ", TestName = "AliasedService")]
    public void ATypeThatOnlyAnExternAliasRefersTo_IsAnError(string member, string text)
    {
        var library = TestCompilation.ToReference(TestCompilation.Create("Contoso", TestCompilation.References, "namespace Contoso { public record Note(int A) { public sealed class Inner; } }"));
        var compilation = TestCompilation.Create().AddReferences(library.WithAliases(["other"])).AddSyntaxTrees(TestCompilation.Parse($"extern alias other;\n{TestCompilation.Usings}[WebSocketHandler] public partial class Chat {{ {member} }}", "Chat.cs"));
        var run = GeneratorRun.OfInvalid(compilation);
        Assert.That(run.Errors.Select(error => (error.Id, error.GetMessage(CultureInfo.InvariantCulture))), Is.EqualTo(new[]
        {
            ("WSG0220", text + "generated code cannot name: its assembly is referenced by an extern alias alone. Reference it without an alias, or put the value into a type of your own."),
        }));
    }

    [Test]
    public void WhatAnotherGeneratorAddsAtItsStart_IsServed()
    {
        var errors = Run(
            "[WebSocketHandler] public partial class Chat : Made { [OnMessage(\"n\")] Made.Note N(Made.Note note) => note; }",
            [new StartingGenerator("public abstract class Made { [WebSockets.OnMessage(\"m\")] protected void M() { } public record Note(int A); }")],
            out var files);
        Assert.That(errors, Is.Empty);
        Assert.That(files, Has.Some.Contains("_handler.M()").And.Some.Contains("_handler.N("));
    }

    [Test]
    public void TwoOtherGenerators_AreBothUnseen_AndTheRestIsServed()
    {
        var errors = Run(
            "[WebSocketHandler] public partial class Chat { [OnMessage(\"a\")] void A(First first) { } [OnMessage(\"b\")] void B(Second second) { } [OnMessage(\"c\")] void C(int c) { } }",
            [new OtherGenerator("public record First;"), new SecondGenerator("public record Second;")],
            out var files);
        Assert.That(errors.Select(error => error.Id), Is.EqualTo(new[] { "WSG0220", "WSG0220" }));
        Assert.That(files, Has.Some.Contains("_handler.C("));
    }

    [TestCase("", "public sealed class StaffAttribute : Microsoft.AspNetCore.Authorization.AuthorizeAttribute;", TestName = "AnAttributeThatAsks")]
    [TestCase("public sealed class StaffAttribute : Made;", "public abstract class Made : Microsoft.AspNetCore.Authorization.AuthorizeAttribute;", TestName = "TheBaseOfAnAttributeThatAsks")]
    [TestCase("public sealed partial class StaffAttribute : Attribute;", "public sealed partial class StaffAttribute : Microsoft.AspNetCore.Authorization.IAuthorizeData { public string? Policy { get; set; } public string? Roles { get; set; } public string? AuthenticationSchemes { get; set; } }", TestName = "TheInterfaceOfAnAttributeThatAsks")]
    public void WhatAnotherGeneratorDeclaresAboutAuthorization_IsLeftToTheServerToRead(string own, string other)
    {
        var errors = Run("[WebSocketHandler] public partial class Chat { [OnMessage(\"m\"), Staff] void M() { } } " + own, [new OtherGenerator("#nullable enable\n" + TestCompilation.Usings + other)], out var files);
        Assert.That(errors, Is.Empty);
        Assert.That(files, Has.One.Contains("AuthorizeAsync(context, 0,"));
    }

    // All that the build reports, where analyzers do not run.
    private static Diagnostic[] Errors(string source, string other) => Run(source, [new OtherGenerator("#nullable enable\n" + TestCompilation.Usings + other)], out _);

    private static Diagnostic[] Run(string source, IIncrementalGenerator[] others, out string[] files)
    {
        var driver = CSharpGeneratorDriver
            .Create([new WebSocketHandlerGenerator().AsSourceGenerator(), .. others.Select(other => other.AsSourceGenerator())], parseOptions: TestCompilation.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(TestCompilation.Create(source), out var output, out var errors);
        files = [.. driver.GetRunResult().Results[0].GeneratedSources.Select(file => file.SourceText.ToString())];
        return [.. errors, .. output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
    }
}
