using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>
/// Writes what maps the handlers of an assembly: in an app <c>MapWebSocketHandlers</c>, also where it has no handlers yet; in a library a public method with the library's
/// name, and an attribute by which the analyzers of apps find it.
/// </summary>
internal static class RegistrationSource
{
    public const string HintName = "MapWebSocketHandlers.g.cs";

    public static string Write(IReadOnlyCollection<RegisteredModel> handlers, AssemblyModel assembly)
    {
        var writer = new SourceWriter().Write(GeneratedCode.Header).Separate();
        var (access, name, method) = assembly.IsLibrary
            ? ("public", AssemblyNames.Class(assembly.Name), AssemblyNames.MapMethod(assembly.Name))
            : ("internal", "GeneratedWebSocketHandlers", "MapWebSocketHandlers");
        if (assembly.IsLibrary)
        {
            writer.Write($"[assembly: global::WebSockets.CompilerServices.WebSocketHandlerLibrary({CSharpLiteral.String(method)})]").Separate();
        }

        writer.Write("namespace Microsoft.AspNetCore.Builder").Open();
        writer.Write($"""
            /// <summary>Maps the WebSocket handlers of this assembly.</summary>
            {GeneratedCode.Attribute}
            """);
        if (!assembly.IsLibrary)
        {
            writer.Write("[global::Microsoft.CodeAnalysis.Embedded]");
        }

        writer.Write($"{access} static class {name}").Open();
        writer.Write($"""
            /// <summary>Maps every WebSocket handler of this assembly, each at its own path.</summary>
            /// <param name="endpoints">The app, or a group of its routes.</param>
            /// <returns>Adds metadata to all the endpoints, as authorization does.</returns>
            {access} static global::Microsoft.AspNetCore.Builder.IEndpointConventionBuilder {method}(this global::Microsoft.AspNetCore.Routing.IEndpointRouteBuilder endpoints) =>
            """);

        // Without a handler nothing here needs a new language.
        var maps = handlers.Count == 0 ? [", default"] : handlers.Select(static handler =>
            $",\n    static endpoints => global::WebSockets.WebSocketHandlerEndpointRouteBuilderExtensions.MapWebSocketHandler<{handler.Type}>(endpoints)");
        writer.WriteDeeper($"global::WebSockets.CompilerServices.WebSocketEndpoints.MapAll(endpoints{string.Concat(maps)});");
        return writer.Close().Close().ToString();
    }
}
