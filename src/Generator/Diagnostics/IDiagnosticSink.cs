using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Diagnostics;

/// <summary>Hears what the parser finds wrong. The analyzer reports it; the generator has none who listens.</summary>
internal interface IDiagnosticSink
{
    void Report(DiagnosticDescriptor descriptor, Place place, params object[] arguments);
}

/// <summary>The generator's sink: what is wrong is passed over, and reported by the analyzer.</summary>
internal sealed class SilentSink : IDiagnosticSink
{
    public static readonly SilentSink Instance = new();

    public void Report(DiagnosticDescriptor descriptor, Place place, params object[] arguments)
    {
    }
}
