using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WebSockets.Generator.Tests.Infrastructure;

/// <summary>Looks at the stages of the generator's pipeline after an edit.</summary>
internal static class Incremental
{
    private static readonly string[] Stages =
    [
        TrackingNames.Library, TrackingNames.Handlers, TrackingNames.AmbiguousNames, TrackingNames.Messages, TrackingNames.Registration,
    ];

    public static GeneratorDriver Run(CSharpCompilation compilation, out Compilation output, bool track = true) =>
        CSharpGeneratorDriver
            .Create(
                [new WebSocketHandlerGenerator().AsSourceGenerator()],
                parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
                driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: track))
            .RunGeneratorsAndUpdateCompilation(compilation, out output, out _);

    public static void AssertUnrelatedEditChangesNothing(GeneratorDriver driver, CSharpCompilation compilation)
    {
        var edited = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("internal static class Unrelated { }", (CSharpParseOptions)compilation.SyntaxTrees[0].Options, "Unrelated.cs"));
        var before = driver.GetRunResult().Results.Single();
        var after = driver.RunGenerators(edited).GetRunResult().Results.Single();
        var isNew = (IncrementalStepRunReason reason) => reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged);
        var hasHandlers = before.GeneratedSources.Any(source => source.HintName.EndsWith(".WebSocket.g.cs", StringComparison.Ordinal));
        foreach (var stage in Stages)
        {
            // Stages of handlers do not run where there is none.
            var mayBeMissing = !hasHandlers && stage is (TrackingNames.Handlers or TrackingNames.AmbiguousNames);
            Assert.That(mayBeMissing || (before.TrackedSteps.ContainsKey(stage) && after.TrackedSteps.ContainsKey(stage)), Is.True, stage + " has vanished");
            Assert.That(Reasons(after, stage).Where(isNew), Is.Empty, stage);
        }

        Assert.That(after.TrackedOutputSteps.SelectMany(steps => steps.Value).SelectMany(step => step.Outputs).Select(output => output.Reason).Where(isNew), Is.Empty);
    }

    /// <summary>How the outputs of a stage came about.</summary>
    public static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRunResult result, string stage) =>
        result.TrackedSteps.TryGetValue(stage, out var steps) ? steps.SelectMany(step => step.Outputs).Select(output => output.Reason) : [];
}
