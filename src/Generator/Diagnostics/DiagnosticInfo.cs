using Microsoft.CodeAnalysis;
using WebSockets.Generator.Infrastructure;

namespace WebSockets.Generator.Diagnostics;

/// <summary>A diagnostic as a value of the pipeline: the compiler's own equals another only if their arguments are the same objects.</summary>
internal sealed record DiagnosticInfo(DiagnosticDescriptor Descriptor, Location? Location, EquatableArray<string> Arguments)
{
    /// <summary>Whether it says that something is left out of what is emitted.</summary>
    public bool IsError => Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.NotConfigurable);

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptor, Location, [.. Arguments]);
}
