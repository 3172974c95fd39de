using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebSockets.CompilerServices;
using WebSockets.Messages;
using WebSockets.Options;

namespace WebSockets.Hosting;

/// <summary>Makes a handler ready for an app: reads and checks its options, and finds the JSON metadata of its messages. What is wrong stops the app here.</summary>
internal static class HandlerMapper
{
    public static HandlerMapping Map<THandler>(IServiceProvider services, Action<WebSocketHandlerOptions>? configure)
        where THandler : class, IWebSocketHandler<THandler>
    {
        var registry = services.GetService<HandlerRegistry>()
            ?? throw new InvalidOperationException("WebSocket handlers need services: call builder.Services.AddWebSocketHandlers() before builder.Build().");
        var definition = THandler.Definition;
        var options = ReadOptions(services, definition, configure);
        CheckPath(definition, options);

        var hub = services.GetRequiredService<WebSocketConnections<THandler>>().Hub;
        var json = Json(services, definition, options);
        var shape = new EnvelopeShape(definition, json);
        var messages = new OutgoingMessages(json, shape);
        var types = new WebSocketJson(messages);
        var dispatcher = definition.CreateDispatcher(types);
        CheckTypes(definition, types);

        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger($"WebSockets.{definition.Name}");
        var mapping = new HandlerMapping(definition, options, shape, messages, dispatcher, hub, services.GetRequiredService<TimeProvider>(), logger);
        hub.Messages = messages;
        registry.Add(mapping);
        return mapping;
    }

    public static IServiceScopeFactory Scopes(IServiceProvider services) => services.GetRequiredService<IServiceScopeFactory>();

    private static WebSocketHandlerOptions ReadOptions(IServiceProvider services, WebSocketHandlerDefinition definition, Action<WebSocketHandlerOptions>? configure)
    {
        var common = services.GetServices<CommonOptions>().Select(options => options.Configure);
        return OptionsReader.Read(definition.Name, services.GetService<IConfiguration>(), configure is null ? common : common.Append(configure));
    }

    private static JsonSerializerOptions Json(IServiceProvider services, WebSocketHandlerDefinition definition, WebSocketHandlerOptions options)
    {
        var json = options.Json ?? definition.JsonContext?.Options ?? services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        if (!json.IsReadOnly)
        {
            // Without a resolver (reflection is off, and no context was added) every type is missing: the error for that is ours.
            json.TypeInfoResolver ??= System.Text.Json.Serialization.Metadata.JsonTypeInfoResolver.Combine();
            json.MakeReadOnly();
        }

        return json;
    }

    // A path that configuration has put in place of the attribute's must have the variables that the methods bind.
    private static void CheckPath(WebSocketHandlerDefinition definition, WebSocketHandlerOptions options)
    {
        if (options.Path is not { } path)
        {
            return;
        }

        RoutePattern pattern;
        try
        {
            pattern = RoutePatternFactory.Parse(path);
        }
        catch (RoutePatternException e)
        {
            throw Wrong($"is not a route template: {e.Message}");
        }

        var missing = definition.RouteValues.Where(name => pattern.GetParameter(name) is null).ToArray();
        if (missing.Length > 0)
        {
            throw Wrong($"lacks {string.Join(", ", missing.Select(name => $"{{{name}}}"))}, which methods of {definition.Name} bind");
        }

        OptionsValidationException Wrong(string why) =>
            new(definition.Name, typeof(WebSocketHandlerOptions), [$"WebSockets:{definition.Name}:Path '{path}' {why}."]);
    }

    private static void CheckTypes(WebSocketHandlerDefinition definition, WebSocketJson types)
    {
        if (types.Missing.Count == 0)
        {
            return;
        }

        var error = new StringBuilder($"The JSON options of {definition.Name} know nothing of {types.Missing.Count} of its message types. Add to a JsonSerializerContext that they use:\n");
        foreach (var type in types.Missing)
        {
            error.Append($"\n[JsonSerializable(typeof({TypeName.CSharp(type)}))]");
        }

        error.Append("\n\nand name the context with JsonContext on [WebSocketHandler], or insert it with "
            + "builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, MyContext.Default)).");
        throw new InvalidOperationException(error.ToString());
    }
}
