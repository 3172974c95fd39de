using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>Writes <c>MapWebSocketHandlers</c>, also for an assembly that has no handlers yet.</summary>
internal static class RegistrationSource
{
    public const string HintName = "MapWebSocketHandlers.g.cs";

    public static string Write(IReadOnlyCollection<RegisteredModel> handlers)
    {
        var writer = new SourceWriter().Write(GeneratedCode.Header).Separate();
        writer.Write("namespace WebSockets").Open();
        writer.Write($"""
            /// <summary>Maps the WebSocket handlers of this assembly.</summary>
            {GeneratedCode.Attribute}
            [global::Microsoft.CodeAnalysis.Embedded]
            internal static class GeneratedWebSocketHandlers
            """).Open();
        writer.Write("""
            /// <summary>Maps every WebSocket handler of this assembly, each at its own path.</summary>
            /// <param name="endpoints">The app, or a group of its routes.</param>
            /// <returns>Adds metadata to all the endpoints, as authorization does.</returns>
            internal static global::Microsoft.AspNetCore.Builder.IEndpointConventionBuilder MapWebSocketHandlers(this global::Microsoft.AspNetCore.Routing.IEndpointRouteBuilder endpoints) =>
            """);

        // Without a handler nothing here needs a new language.
        var maps = handlers.Count == 0 ? [", default"] : handlers.Select(static handler =>
            $",\n    static endpoints => global::WebSockets.WebSocketHandlerEndpointRouteBuilderExtensions.MapWebSocketHandler<{handler.Type}>(endpoints)");
        writer.WriteDeeper($"global::WebSockets.CompilerServices.WebSocketEndpoints.MapAll(endpoints{string.Concat(maps)});");
        return writer.Close().Close().ToString();
    }
}
