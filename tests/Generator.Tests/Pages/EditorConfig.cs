using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace WebSockets.Generator.Tests.Pages;

/// <summary>An <c>.editorconfig</c> file, read by the compiler's own parser and handed to it as the command line compiler would.</summary>
internal sealed class EditorConfig
{
    private readonly AnalyzerConfigSet _set;

    public EditorConfig(string folder, string text)
    {
        _set = AnalyzerConfigSet.Create(new[] { AnalyzerConfig.Parse(text, folder + ".editorconfig") });
        Severities = new SeverityProvider(_set);
        Options = new OptionsProvider(_set);
    }

    /// <summary>What it says of severities, for the compilation.</summary>
    public SyntaxTreeOptionsProvider Severities { get; }

    /// <summary>What it says besides, for generators and analyzers.</summary>
    public AnalyzerConfigOptionsProvider Options { get; }

    private sealed class SeverityProvider(AnalyzerConfigSet set) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            set.GetOptionsForSourcePath(tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            set.GlobalConfigOptions.TreeOptions.TryGetValue(diagnosticId, out severity);
    }

    private sealed class OptionsProvider(AnalyzerConfigSet set) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions => new Values(set.GlobalConfigOptions);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values(set.GetOptionsForSourcePath(tree.FilePath));

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values(set.GetOptionsForSourcePath(textFile.Path));
    }

    private sealed class Values(AnalyzerConfigOptionsResult result) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => result.AnalyzerOptions.TryGetValue(key, out value);
    }
}
