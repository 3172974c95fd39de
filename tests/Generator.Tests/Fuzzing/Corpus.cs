using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests.Fuzzing;

/// <summary>A project as an editor would have it open.</summary>
internal sealed record Project(string Name, ImmutableArray<(string Path, string Text)> Files);

/// <summary>The projects to be edited: the samples, and the handlers that other tests have in their strings.</summary>
internal static class Corpus
{
    // What the SDK adds to each file of a web app.
    private const string Usings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;" +
        " global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Hosting; global using Microsoft.AspNetCore.Http; global using Microsoft.AspNetCore.Mvc;" +
        " global using Microsoft.Extensions.Configuration; global using Microsoft.Extensions.DependencyInjection; global using Microsoft.Extensions.Hosting;" +
        " global using Microsoft.Extensions.Logging; global using System.Security.Claims; global using WebSockets;";

    public static IEnumerable<Project> Read() => Samples().Concat(Diagnostics()).Concat(Tests());

    private static IEnumerable<Project> Samples() =>
        from sample in new[] { "Chat", "Greeter" }
        select Create(sample, Repository.Sources("samples", sample).Select(file => (Path.GetFileName(file), File.ReadAllText(file))));

    // Each shows one mistake and stands for itself.
    private static IEnumerable<Project> Diagnostics() =>
        from file in Repository.Sources("samples", "Diagnostics")
        select Create(Path.GetFileName(file), [(Path.GetFileName(file), File.ReadAllText(file))]);

    private static IEnumerable<Project> Tests() =>
        from file in Repository.Sources("tests", "Generator.Tests")
        where !file.EndsWith(".verified.cs", StringComparison.Ordinal)
        from text in Strings(File.ReadAllText(file))
        where text.Contains("[WebSocketHandler", StringComparison.Ordinal)
        select Create(Path.GetFileName(file), [("Source.cs", text)]);

    private static IEnumerable<string> Strings(string source) => CSharpSyntaxTree.ParseText(source, TestCompilation.ParseOptions).GetRoot().DescendantNodes().Select(node => node switch
    {
        LiteralExpressionSyntax { Token.Value: string text } => text,
        InterpolatedStringExpressionSyntax text => string.Concat(text.Contents.Select(part => (part as InterpolatedStringTextSyntax)?.TextToken.ValueText ?? "X")),
        _ => "",
    });

    private static Project Create(string name, IEnumerable<(string Path, string Text)> files) => new(name, [("Usings.cs", Usings), .. files]);
}
