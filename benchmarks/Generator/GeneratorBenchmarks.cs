using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WebSockets.Generator.Benchmarks;

/// <summary>
/// What the generator costs while its user types. Each run is given a compilation that nothing has been bound in, as after a keystroke,
/// over files that are parsed.
/// </summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class GeneratorBenchmarks
{
    private App _app = null!;
    private CSharpCompilation _compilation = null!;
    private GeneratorDriver _warm = null!;

    [Params(1, 500)]
    public int Handlers { get; set; }

    [GlobalSetup]
    public void Run()
    {
        _app = new App(Handlers);
        _compilation = _app.Fresh();
        _warm = App.CreateDriver().RunGenerators(_compilation);
        var sources = _warm.GetRunResult().GeneratedTrees.Length;
        if (sources < Handlers)
        {
            throw new InvalidOperationException($"The generator wrote {sources} files for {Handlers} handlers.");
        }
    }

    [Benchmark(Baseline = true)]
    public GeneratorDriver Cold() => App.CreateDriver().RunGenerators(_app.Fresh());

    [Benchmark]
    public GeneratorDriver UnrelatedFile() => _warm.RunGenerators(_app.WithUnrelatedFile(_compilation));

    [Benchmark]
    public GeneratorDriver BodyOfOne() => _warm.RunGenerators(_app.WithOtherBody(_compilation));

    [Benchmark]
    public GeneratorDriver SignatureOfOne() => _warm.RunGenerators(_app.WithOtherSignature(_compilation));
}
