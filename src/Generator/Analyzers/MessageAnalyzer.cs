using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.Analyzers;

/// <summary>Looks at the messages that each handler receives, returns and sends (WSG0221, WSG0302 to WSG0305, WSG0308, WSG0309).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MessageAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.NotJson,
        Descriptors.MemberCollision,
        Descriptors.SameTypeName,
        Descriptors.UnnamedSend,
        Descriptors.NotAnObject,
        Descriptors.OddName,
        Descriptors.UncorrelatedReply,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.Handler) is not null)
            {
                var types = new JsonTypes(start.Compilation);
                start.RegisterSymbolStartAction(symbol => AnalyzeType(symbol, types), SymbolKind.NamedType);
                start.RegisterSymbolAction(AnalyzeDeclaration, SymbolKind.NamedType);
            }
        });
    }

    private static void AnalyzeType(SymbolStartAnalysisContext context, JsonTypes types)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.FindAttribute(KnownNames.Handler) is not { } attribute || HandlerObstacle.Find(type) is not null)
        {
            return;
        }

        var sends = new ConcurrentBag<SendCall>();
        context.RegisterOperationAction(operation => Collect(operation, type, sends), OperationKind.Invocation);
        context.RegisterSymbolEndAction(end =>
        {
            var handler = HandlerParser.Context(type, attribute, end.Compilation, SilentSink.Instance);
            var sent = sends.OrderBy(static send => send.Location, SourceOrder.Instance).Select(MessageUse.Of);
            new MessageCheck(handler with { Sink = new ReportingSink(end) }, attribute, types).Check([.. MessageUse.Find(handler)], [.. sent]);
        });
    }

    // What goes to another handler's connections is not of this one's protocol.
    private static void Collect(OperationAnalysisContext context, INamedTypeSymbol handler, ConcurrentBag<SendCall> sends)
    {
        if (SendCall.Find((IInvocationOperation)context.Operation, context.ContainingSymbol) is { } send
            && (send.Handler is null || SymbolEqualityComparer.Default.Equals(send.Handler, handler)))
        {
            sends.Add(send);
        }
    }

    // Such a type cannot be used, so that no use of it is reported.
    private static void AnalyzeDeclaration(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.FindAttribute(KnownNames.Message) is not null)
        {
            MessageCheck.CheckDeclaration(type, new ReportingSink(context));
        }
    }
}
