using System.Globalization;
using Microsoft.CodeAnalysis;
using WebSockets.Generator.Infrastructure;

namespace WebSockets.Generator.Diagnostics;

/// <summary>Collects the diagnostics of one symbol.</summary>
internal sealed class DiagnosticList(ISymbol symbol, Compilation compilation, CancellationToken token) : IDiagnosticSink
{
    private readonly List<DiagnosticInfo> _diagnostics = [];

    public EquatableArray<DiagnosticInfo> ToArray() => _diagnostics.ToEquatableArray();

    public void Report(DiagnosticDescriptor descriptor, Place place, params object[] arguments) => _diagnostics.Add(new(
        descriptor,
        place.FindIn(compilation, symbol, token),
        arguments.Select(static argument => Convert.ToString(argument, CultureInfo.InvariantCulture) ?? "").ToEquatableArray()));
}
