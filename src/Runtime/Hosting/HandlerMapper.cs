using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebSockets.CompilerServices;
using WebSockets.Diagnostics;
using WebSockets.Dispatch;
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

        var hub = services.GetRequiredService<WebSocketConnections<THandler>>().Hub;
        var json = Json(services, definition, options);
        var shape = new EnvelopeShape(definition, json);
        var messages = new OutgoingMessages(json, shape);
        var types = new WebSocketJson(messages);
        var dispatcher = definition.CreateDispatcher(types);
        if (types.Missing.Count > 0)
        {
            throw new MissingTypesException([definition.Name], types.Missing);
        }

        var authorization = MessageAuthorization.Read(services, definition);
        var loggers = services.GetRequiredService<ILoggerFactory>();
        var logger = new GuardedLogger(loggers.CreateLogger($"WebSockets.{definition.Name}"));
        var time = new GuardedTimeProvider(services.GetRequiredService<TimeProvider>(), logger, definition.Name);
        var telemetry = services.GetRequiredService<WebSocketTelemetry>();
        var propagator = services.GetService<DistributedContextPropagator>() ?? DistributedContextPropagator.Current;
        var mapping = new HandlerMapping(definition, options, shape, messages, dispatcher, hub, time, logger)
        {
            Metrics = new HandlerMetrics(telemetry, definition, time),
            Budget = registry.Budget,
            Tracing = new HandlerTracing(telemetry.Source, propagator, definition.Name),
            Traffic = options.TrafficLog ? new TrafficLog(new GuardedLogger(loggers.CreateLogger($"WebSockets.{definition.Name}.Traffic")), definition, shape, options.TrafficLogPayloadLimit) : null,
            Authorization = authorization,
        };
        registry.Budget.Lower(options.MaxTotalPendingSendBytes);
        hub.Messages = messages;
        registry.Add(mapping);
        return mapping;
    }

    public static IServiceScopeFactory Scopes(IServiceProvider services) => services.GetRequiredService<IServiceScopeFactory>();

    private static WebSocketHandlerOptions ReadOptions(IServiceProvider services, WebSocketHandlerDefinition definition, Action<WebSocketHandlerOptions>? configure)
    {
        var common = services.GetServices<CommonOptions>().Select(options => options.Configure);
        return OptionsReader.Read(definition, services.GetService<IConfiguration>(), configure is null ? common : common.Append(configure));
    }

    private static JsonSerializerOptions Json(IServiceProvider services, WebSocketHandlerDefinition definition, WebSocketHandlerOptions options)
    {
        var app = services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var json = options.Json ?? definition.JsonContext?.Options ?? app;
        if (!json.IsReadOnly)
        {
            // A handler's own options that name no resolver use the app's: its contexts and, where reflection is on, reflection. Without any,
            // every type is missing: the error for that is ours.
            json.TypeInfoResolver ??= app.TypeInfoResolver ?? System.Text.Json.Serialization.Metadata.JsonTypeInfoResolver.Combine();
            json.MakeReadOnly();
        }

        return json;
    }
}
