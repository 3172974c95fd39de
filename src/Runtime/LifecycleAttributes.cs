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
/// <param name="name">The message's name. Default: the name of the payload type's <see cref="MessageAttribute"/>, if it has one.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnMessageAttribute(string? name = null) : Attribute
{
    /// <summary>The message's name; null: that of the payload type, or an unnamed method.</summary>
    public string? Name { get; } = name;
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
/// <param name="name">The name on the wire. Default: the type's name in camelCase.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class MessageAttribute(string? name = null) : Attribute
{
    /// <summary>The name on the wire; null: the type's name in camelCase.</summary>
    public string? Name { get; } = name;
}
