namespace WebSockets;

/// <summary>
/// Marks the method that admits or refuses a client, before the upgrade. It returns <see cref="bool"/> (false: 401),
/// <see cref="Microsoft.AspNetCore.Http.IResult"/> (null admits; else the answer),
/// <see cref="System.Security.Claims.ClaimsPrincipal"/> (null: 401; else the connection's user), or a task of one of these.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnLoginAttribute : Attribute;

/// <summary>Marks the method that runs once the connection is open, before its first message. What it returns is sent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnOpenAttribute : Attribute;

/// <summary>
/// Marks a method that handles messages: those that carry its name, or, unnamed, those that no named method claims.
/// What it returns is the reply. Messages of one connection are handled one at a time, in the order in which they came.
/// </summary>
/// <remarks>
/// <c>[Authorize]</c> on the method is asked for each message, with the connection's user of that moment, before the message is read. Who may not send it is answered with an
/// error of the code <c>forbidden</c>, and the method does not run.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnMessageAttribute : Attribute
{
    /// <summary>For messages of the name that the payload type's <see cref="MessageAttribute"/> gives, if it has one; else for those that no named method claims.</summary>
    public OnMessageAttribute()
    {
    }

    /// <summary>For messages of one name.</summary>
    /// <param name="name">The name; null or empty: as without it.</param>
    public OnMessageAttribute(string? name) => Name = name;

    /// <summary>For messages whose name is an integer. JSON has to have it as one, without fraction and exponent: <c>2</c>, and not <c>2.0</c>, <c>2e0</c> or <c>"2"</c>.</summary>
    /// <param name="name">The name.</param>
    public OnMessageAttribute(long name) => Number = name;

    /// <summary>The message's name where it is a string; null: it has none of its own, or it is <see cref="Number"/>.</summary>
    public string? Name { get; }

    /// <summary>The message's name where it is an integer.</summary>
    public long? Number { get; }
}

/// <summary>
/// Marks the method that runs when a connection that was opened has ended, exactly once, however it ended. Its
/// <see cref="System.Net.WebSockets.WebSocketCloseStatus"/> is null when the peer vanished without a close frame, and
/// <see cref="System.Net.WebSockets.WebSocketCloseStatus.Empty"/>, with no reason, when the close frame had none (RFC 6455, section 7.1.5).
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnCloseAttribute : Attribute;

/// <summary>
/// Marks a method that handles failed handshakes, exceptions of the handler's methods, and messages that cannot be
/// understood (<see cref="WebSocketMessageException"/>). Of several, the one whose exception parameter fits best is called.
/// When it returns, the connection stays open.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnErrorAttribute : Attribute;

/// <summary>
/// Marks the method that is told of each ping of the peer (RFC 6455, section 5.5.2). The pong is sent without it.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnPingAttribute : Attribute;

/// <summary>Marks the method that is told of each pong of the peer (RFC 6455, section 5.5.3).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnPongAttribute : Attribute;

/// <summary>Gives a type the name under which it travels. A type that has it is always sent in its envelope.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class MessageAttribute : Attribute
{
    /// <summary>The name on the wire is the type's own in camelCase.</summary>
    public MessageAttribute()
    {
    }

    /// <summary>Gives the name on the wire.</summary>
    /// <param name="name">The name; null or empty: the type's own in camelCase.</param>
    public MessageAttribute(string? name) => Name = name;

    /// <summary>The name on the wire is an integer, written as a JSON number: <c>{"type":2}</c>.</summary>
    /// <param name="name">The name.</param>
    public MessageAttribute(long name) => Number = name;

    /// <summary>The name on the wire where it is a string; null: the type's own in camelCase, or <see cref="Number"/>.</summary>
    public string? Name { get; }

    /// <summary>The name on the wire where it is an integer.</summary>
    public long? Number { get; }
}
