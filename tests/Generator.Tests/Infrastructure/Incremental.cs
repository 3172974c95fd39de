using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Tests.Infrastructure;

/// <summary>Looks at the stages of the generator's pipeline after an edit.</summary>
internal static class Incremental
{
    /// <summary>Every stage that has a name.</summary>
    public static readonly string[] Stages =
    [
        TrackingNames.Assembly, TrackingNames.Parsed, TrackingNames.Errors, TrackingNames.Handlers, TrackingNames.AmbiguousNames, TrackingNames.Registration,
        TrackingNames.ParsedUrls, TrackingNames.UrlErrors, TrackingNames.Urls,
    ];

    public static GeneratorDriver Run(CSharpCompilation compilation, out Compilation output, bool track = true) =>
        CSharpGeneratorDriver
            .Create(
                [new WebSocketHandlerGenerator().AsSourceGenerator()],
                parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
                driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: track))
            .RunGeneratorsAndUpdateCompilation(compilation, out output, out _);

    public static void AssertUnrelatedEditChangesNothing(GeneratorDriver driver, CSharpCompilation compilation) =>
        AssertNothingIsNew(driver, driver.RunGenerators(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("internal static class Unrelated { }", (CSharpParseOptions)compilation.SyntaxTrees[0].Options, "Unrelated.cs"))));

    /// <summary>Every stage of the second run found what the first one had made. A stage that has vanished has found nothing.</summary>
    public static void AssertNothingIsNew(GeneratorDriver first, GeneratorDriver second)
    {
        var before = first.GetRunResult().Results.Single();
        var after = second.GetRunResult().Results.Single();
        foreach (var stage in Stages)
        {
            // Stages of handlers and of errors do not run where there is none.
            Assert.That(after.TrackedSteps.ContainsKey(stage), Is.EqualTo(before.TrackedSteps.ContainsKey(stage)), stage + " has vanished");
            Assert.That(Reasons(after, stage).Where(IsNew), Is.Empty, stage);
        }

        Assert.That(Outputs(after).Where(output => IsNew(output.Reason)), Is.Empty);
        Assert.That(Outputs(after).Select(output => output.Of), Is.EquivalentTo(Outputs(before).Select(output => output.Of)));
    }

    /// <summary>What wrote a file: of which handler, or else of which stage, and how it came about.</summary>
    public static IEnumerable<(string Of, IncrementalStepRunReason Reason)> Outputs(GeneratorRunResult result) =>
        from step in result.TrackedOutputSteps.SelectMany(steps => steps.Value)
        let input = step.Inputs.Single()
        from output in step.Outputs
        select (Name(input.Source.Outputs[input.OutputIndex].Value), output.Reason);

    public static bool IsNew(IncrementalStepRunReason reason) => reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged);

    private static string Name(object value) => value switch
    {
        ValueTuple<HandlerModel, EquatableArray<string>> handler => handler.Item1.Declaration.MetadataName,
        ValueTuple<HandlerUrlsModel, EquatableArray<string>> urls => urls.Item1.Declaration.MetadataName + ".Url",
        ValueTuple<EquatableArray<RegisteredModel>, AssemblyModel> => TrackingNames.Registration,
        DiagnosticInfo => TrackingNames.Errors,
        _ => throw new ArgumentException("No output is made of " + value.GetType(), nameof(value)),
    };

    /// <summary>How the outputs of a stage came about.</summary>
    public static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRunResult result, string stage) =>
        result.TrackedSteps.TryGetValue(stage, out var steps) ? steps.SelectMany(step => step.Outputs).Select(output => output.Reason) : [];
}
