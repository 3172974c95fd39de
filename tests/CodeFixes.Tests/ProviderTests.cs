using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CodeRefactorings;
using WebSockets.CodeFixes.Tests.Infrastructure;
using WebSockets.Generator.CodeFixes;

namespace WebSockets.CodeFixes.Tests;

/// <summary>How editors find the fixes.</summary>
public sealed class ProviderTests
{
    private static readonly Type[] s_types = [.. typeof(MakePartialCodeFixProvider).Assembly.GetTypes().Where(type => !type.IsAbstract)];

    private static readonly CodeFixProvider[] s_fixes = [.. s_types.Where(type => type.IsSubclassOf(typeof(CodeFixProvider))).Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)];

    [TestCase("WSG0001")]
    [TestCase("WSG0004")]
    [TestCase("WSG0209")]
    [TestCase("WSG0215")]
    [TestCase("WSG0301")]
    public void What_is_said_to_have_a_fix_has_one(string id) => Assert.That(s_fixes.SelectMany(fix => fix.FixableDiagnosticIds), Does.Contain(id));

    [Test]
    public void Each_fix_is_of_a_diagnostic_that_is_reported() => Assert.That(
        s_fixes.SelectMany(fix => fix.FixableDiagnosticIds),
        Is.SubsetOf(Product.Descriptors.Select(descriptor => descriptor.Id)).And.Unique);

    [Test]
    public void Each_fix_fixes_all_of_a_document_a_project_and_a_solution() => Assert.That(
        s_fixes.Select(fix => fix.GetFixAllProvider()?.GetSupportedFixAllScopes()),
        Is.All.EqualTo(new[] { FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution }));

    [Test]
    public void Each_is_exported_for_CSharp_under_its_name()
    {
        var fixes = s_fixes.Select(fix => (fix.GetType().Name, Export: fix.GetType().GetCustomAttribute<ExportCodeFixProviderAttribute>()));
        var refactorings = s_types.Where(type => type.IsSubclassOf(typeof(CodeRefactoringProvider))).Select(type => (type.Name, Export: type.GetCustomAttribute<ExportCodeRefactoringProviderAttribute>()));

        Assert.That(fixes.Select(fix => (fix.Export?.Name, fix.Export?.Languages.Single())), Is.EqualTo(fixes.Select(fix => (fix.Name, LanguageNames.CSharp))));
        Assert.That(refactorings.Select(refactoring => (refactoring.Export?.Name, refactoring.Export?.Languages.Single())), Is.EqualTo(refactorings.Select(refactoring => (refactoring.Name, LanguageNames.CSharp))).And.Not.Empty);
    }
}
