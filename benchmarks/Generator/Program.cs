using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using WebSockets.Generator.Benchmarks;

// In this process: the build of the repository stays out of the way of a project that BenchmarkDotNet would generate.
var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance);
BenchmarkRunner.Run<GeneratorBenchmarks>(DefaultConfig.Instance.AddJob(job), args);
