using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>
/// Writes the file that lets calls of <c>MapWebSocketHandler</c> and <c>GetUrl</c> compile while a handler cannot be completed. A build
/// with such a handler has an error, so nothing here is ever called.
/// </summary>
internal static class StandInsSource
{
    public const string HintName = "StandIns.g.cs";

    public const string TypeName = "WebSockets.GeneratedWebSocketStandIns";

    private const string Throw =
        "throw new global::System.InvalidOperationException(\"A WebSocket handler of this assembly is not completed: mend the errors that the build reports for it.\");";

    public static string Write(IReadOnlyCollection<StandInModel> standIns)
    {
        var writer = new SourceWriter().Write(GeneratedCode.Header()).Separate();
        writer.Write("namespace WebSockets").Open();
        writer.Write($"""
            /// <summary>Stands in for what handlers get that cannot be completed: the errors reported for them are the ones to mend.</summary>
            {GeneratedCode.Attribute}
            [global::Microsoft.CodeAnalysis.Embedded]
            internal static class GeneratedWebSocketStandIns
            """).Open();

        // The last parameter makes every call that the library's own method can take go there.
        writer.Write($"""
            internal static global::Microsoft.AspNetCore.Builder.IEndpointConventionBuilder MapWebSocketHandler<THandler>(
                this global::Microsoft.AspNetCore.Routing.IEndpointRouteBuilder endpoints,
                global::System.Action<global::WebSockets.WebSocketHandlerOptions>? configure = null,
                params object[] none) =>
                {Throw}
            """);
        foreach (var standIn in standIns)
        {
            if (standIn is { Type: { } type, Url: { } url })
            {
                writer.Separate().Write($"extension({type})").Open();
                writer.Write($"internal static {UrlEmitter.Signature(url)} =>").WriteDeeper(Throw);
                writer.Close();
            }
        }

        return writer.Close().Close().ToString();
    }
}
