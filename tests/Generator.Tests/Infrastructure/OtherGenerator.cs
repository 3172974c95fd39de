using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Tests.Infrastructure;

/// <summary>Another generator of the project: it adds a file, which no generator beside it sees.</summary>
internal sealed class OtherGenerator(string source) : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) =>
        context.RegisterSourceOutput(context.CompilationProvider, (output, _) => output.AddSource("Other.g.cs", source));
}
