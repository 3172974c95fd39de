using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Diagnostics;

/// <summary>Receives what a parser or a check finds wrong.</summary>
internal interface IDiagnosticSink
{
    void Report(DiagnosticDescriptor descriptor, Place place, params object[] arguments);
}

/// <summary>For questions whose answers are reported elsewhere.</summary>
internal sealed class SilentSink : IDiagnosticSink
{
    public static readonly SilentSink Instance = new();

    public void Report(DiagnosticDescriptor descriptor, Place place, params object[] arguments)
    {
    }
}
