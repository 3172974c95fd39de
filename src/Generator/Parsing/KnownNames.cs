namespace WebSockets.Generator.Parsing;

/// <summary>The metadata names of the types that the rules speak of.</summary>
internal static class KnownNames
{
    public const string Handler = "WebSockets.WebSocketHandlerAttribute";
    public const string Message = "WebSockets.MessageAttribute";
    public const string Url = "WebSockets.WebSocketUrlAttribute";
    public const string HandlerLibrary = "WebSockets.CompilerServices.WebSocketHandlerLibraryAttribute";
    public const string OnMessage = "WebSockets.OnMessageAttribute";
    public const string OnOpen = "WebSockets.OnOpenAttribute";
    public const string Connection = "WebSockets.WebSocketConnection";
    public const string Connections = "WebSockets.WebSocketConnections`1";
    public const string Channels = "WebSockets.WebSocketChannels";
    public const string Target = "WebSockets.WebSocketTarget";
    public const string WebSocketMessage = "WebSockets.WebSocketMessage";

    public const string HttpContext = "Microsoft.AspNetCore.Http.HttpContext";
    public const string HttpRequest = "Microsoft.AspNetCore.Http.HttpRequest";
    public const string HttpResult = "Microsoft.AspNetCore.Http.IResult";
    public const string FromRoute = "Microsoft.AspNetCore.Http.Metadata.IFromRouteMetadata";
    public const string FromQuery = "Microsoft.AspNetCore.Http.Metadata.IFromQueryMetadata";
    public const string FromHeader = "Microsoft.AspNetCore.Http.Metadata.IFromHeaderMetadata";
    public const string FromServices = "Microsoft.AspNetCore.Http.Metadata.IFromServiceMetadata";
    public const string FromKeyedServices = "Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute";
    public const string ActivatorConstructor = "Microsoft.Extensions.DependencyInjection.ActivatorUtilitiesConstructorAttribute";

    public const string Principal = "System.Security.Claims.ClaimsPrincipal";
    public const string CancellationToken = "System.Threading.CancellationToken";
    public const string ServiceProvider = "System.IServiceProvider";
    public const string CloseStatus = "System.Net.WebSockets.WebSocketCloseStatus";
    public const string Uri = "System.Uri";
    public const string Exception = "System.Exception";
    public const string Parsable = "System.IParsable`1";
    public const string WebSocket = "System.Net.WebSockets.WebSocket";
    public const string Memory = "System.Memory`1";
    public const string ArraySegment = "System.ArraySegment`1";
    public const string ReadOnlyMemory = "System.ReadOnlyMemory`1";
    public const string ReadOnlySequence = "System.Buffers.ReadOnlySequence`1";
    public const string Stream = "System.IO.Stream";
    public const string JsonElement = "System.Text.Json.JsonElement";
    public const string JsonContext = "System.Text.Json.Serialization.JsonSerializerContext";
    public const string JsonTypeInfo = "System.Text.Json.Serialization.Metadata.JsonTypeInfo`1";
    public const string JsonOptions = "System.Text.Json.Serialization.JsonSourceGenerationOptionsAttribute";
    public const string JsonSerializable = "System.Text.Json.Serialization.JsonSerializableAttribute";
    public const string JsonConverter = "System.Text.Json.Serialization.JsonConverterAttribute";
    public const string Converter = "System.Text.Json.Serialization.JsonConverter";
    public const string ConverterOf = "System.Text.Json.Serialization.JsonConverter`1";
    public const string ConverterFactory = "System.Text.Json.Serialization.JsonConverterFactory";
    public const string JsonDerivedType = "System.Text.Json.Serialization.JsonDerivedTypeAttribute";
    public const string JsonPolymorphic = "System.Text.Json.Serialization.JsonPolymorphicAttribute";
    public const string JsonIgnore = "System.Text.Json.Serialization.JsonIgnoreAttribute";
    public const string JsonInclude = "System.Text.Json.Serialization.JsonIncludeAttribute";
    public const string JsonPropertyName = "System.Text.Json.Serialization.JsonPropertyNameAttribute";
    public const string JsonNode = "System.Text.Json.Nodes.JsonNode";
    public const string Dictionary = "System.Collections.Generic.IDictionary`2";
    public const string ReadOnlyDictionary = "System.Collections.Generic.IReadOnlyDictionary`2";
    public const string Enumerable = "System.Collections.IEnumerable";
    public const string Group = "WebSockets.WebSocketGroup";
    public const string Task = "System.Threading.Tasks.Task";
    public const string TaskOf = "System.Threading.Tasks.Task`1";
    public const string ValueTask = "System.Threading.Tasks.ValueTask";
    public const string ValueTaskOf = "System.Threading.Tasks.ValueTask`1";
    public const string AsyncEnumerable = "System.Collections.Generic.IAsyncEnumerable`1";
    public const string ChannelReader = "System.Threading.Channels.ChannelReader`1";
    public const string ChannelWriter = "System.Threading.Channels.ChannelWriter`1";
    public const string Channel = "System.Threading.Channels.Channel`2";
    public const string AsyncEnumerator = "System.Collections.Generic.IAsyncEnumerator`1";
    public const string SetsRequiredMembers = "System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute";
    public const string Obsolete = "System.ObsoleteAttribute";
    public const string Conditional = "System.Diagnostics.ConditionalAttribute";
}
