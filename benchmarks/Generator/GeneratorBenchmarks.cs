using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WebSockets.Generator.Benchmarks;

/// <summary>
/// What the generator costs while its user types. Each measurement is of one edit in an app that was parsed for it alone, since the
/// compiler remembers what it has read of a file. The edited file is parsed again in the measured time; what the cold run reads has been parsed.
/// </summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class GeneratorBenchmarks
{
    private App _app = null!;
    private CSharpCompilation _compilation = null!;
    private GeneratorDriver _driver = null!;

    [Params(1, 500)]
    public int Handlers { get; set; }

    [IterationSetup(Target = nameof(Cold))]
    public void Open()
    {
        _app = new App(Handlers);
        _compilation = _app.Open();
        _driver = App.CreateDriver();
    }

    [IterationSetup(Targets = [nameof(EditedService), nameof(EditedBody), nameof(EditedSignature), nameof(AddedFile)])]
    public void Warm()
    {
        Open();
        _driver = _driver.RunGenerators(_compilation);
        var files = _driver.GetRunResult().GeneratedTrees.Length;
        if (files < Handlers)
        {
            throw new InvalidOperationException($"The generator wrote {files} files for {Handlers} handlers.");
        }
    }

    [Benchmark(Baseline = true)]
    public GeneratorDriver Cold() => _driver.RunGenerators(_compilation);

    /// <summary>The body of a method of a class that is no handler.</summary>
    [Benchmark]
    public GeneratorDriver EditedService() => _driver.RunGenerators(_app.EditService(_compilation));

    /// <summary>The body of one handler's method.</summary>
    [Benchmark]
    public GeneratorDriver EditedBody() => _driver.RunGenerators(_app.EditBody(_compilation));

    /// <summary>The signature of one handler's method: its file is written again.</summary>
    [Benchmark]
    public GeneratorDriver EditedSignature() => _driver.RunGenerators(_app.EditSignature(_compilation));

    /// <summary>A new type, which may hide one that a handler names: all handlers are read again, none is written.</summary>
    [Benchmark]
    public GeneratorDriver AddedFile() => _driver.RunGenerators(App.AddFile(_compilation));
}
