using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using WebSockets.Generator.CodeFixes;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests.Pages;

/// <summary>A diagnostic, and the files that show it. A test that is about each of them takes <see cref="Ids"/>.</summary>
internal sealed record Rule(DiagnosticDescriptor Descriptor)
{
    private static readonly Dictionary<string, Rule> s_all = typeof(Descriptors)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => new Rule((DiagnosticDescriptor)field.GetValue(null)!))
        .ToDictionary(rule => rule.Id);

    private static readonly HashSet<string> s_fixable = [.. typeof(MakePartialCodeFixProvider).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider)))
        .SelectMany(type => ((CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds)];

    public static IEnumerable<string> Ids => s_all.Keys.Order(StringComparer.Ordinal);

    public static IEnumerable<Rule> All => Ids.Select(Of);

    public string Id => Descriptor.Id;

    public string Title => Descriptor.Title.ToString();

    public string Severity => Descriptor.DefaultSeverity.ToString();

    /// <summary>Whether the generator reports it itself, for something that it has left out.</summary>
    public bool IsOfGenerator => Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>Whether an editor offers a code fix.</summary>
    public bool HasCodeFix => s_fixable.Contains(Id);

    /// <summary>A mistake that is reported, and nothing else is.</summary>
    public SampleFile Violation => new(Id + ".Violation.cs");

    /// <summary>The same without the mistake: nothing is reported.</summary>
    public SampleFile Fixed => new(Id + ".Fixed.cs");

    public string Page => Repository.PathOf("docs", "diagnostics", Id + ".md");

    public static Rule Of(string id) => s_all[id];
}
