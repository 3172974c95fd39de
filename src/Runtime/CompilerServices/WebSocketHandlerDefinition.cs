using System.ComponentModel;
using System.Text.Json.Serialization;

namespace WebSockets.CompilerServices;

/// <summary>What the generator knows of one handler class: the same for every app that maps it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WebSocketHandlerDefinition
{
    /// <summary>The handler class.</summary>
    public required Type Handler { get; init; }

    /// <summary>The handler's name in configuration, logs and metrics.</summary>
    public required string Name { get; init; }

    /// <summary>The route template of the attribute.</summary>
    public required string Path { get; init; }

    /// <summary>Subprotocols, most preferred first.</summary>
    public string[] Protocols { get; init; } = [];

    /// <summary>The JSON property that names a message.</summary>
    public string Discriminator { get; init; } = "type";

    /// <summary>The JSON property that holds a message's content; null: its members stand beside the discriminator.</summary>
    public string? Payload { get; init; }

    /// <summary>The JSON property that matches a reply to its request.</summary>
    public string Correlation { get; init; } = "id";

    /// <summary>The context named by the attribute; null: the app's JSON options.</summary>
    public JsonSerializerContext? JsonContext { get; init; }

    /// <summary>The path variables that the handler's methods bind; a configured path must have them too.</summary>
    public string[] RouteValues { get; init; } = [];

    /// <summary>The names of the messages that the handler has methods for: the only ones that metrics and traces name.</summary>
    public string[] Messages { get; init; } = [];

    /// <summary>Those of the names that are integers.</summary>
    public long[] MessageNumbers { get; init; } = [];

    /// <summary>The message methods whose attributes may say who may send to them; <see cref="WebSocketSession.AuthorizeAsync{TSession}"/> names one by its index.</summary>
    public WebSocketMessageAuthorization[] Authorization { get; init; } = [];

    /// <summary>Which methods the handler has.</summary>
    public WebSocketHandlerFeatures Features { get; init; }

    /// <summary>Makes the dispatcher, once for each time that the handler is mapped.</summary>
    public required Func<WebSocketJson, WebSocketDispatcher> CreateDispatcher { get; init; }
}

/// <summary>Which methods a handler has.</summary>
[Flags]
[EditorBrowsable(EditorBrowsableState.Never)]
public enum WebSocketHandlerFeatures
{
    /// <summary>None of the others.</summary>
    None = 0,

    /// <summary>An [OnLogin] method.</summary>
    Login = 1,

    /// <summary>An [OnError] method.</summary>
    Error = 2,

    /// <summary>Named [OnMessage] methods: text messages have an envelope.</summary>
    NamedMessages = 4,

    /// <summary>An unnamed [OnMessage] method for text.</summary>
    TextMessages = 8,

    /// <summary>The unnamed method for text takes it as it is (string, WebSocketMessage), whether it is JSON or not.</summary>
    RawText = 16,

    /// <summary>An unnamed [OnMessage] method for binary messages.</summary>
    BinaryMessages = 32,

    /// <summary>An [OnPing] method.</summary>
    Ping = 64,

    /// <summary>An [OnPong] method.</summary>
    Pong = 128,
}
