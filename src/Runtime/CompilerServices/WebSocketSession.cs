using System.ComponentModel;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.Dispatch;
using WebSockets.Hosting;

namespace WebSockets.CompilerServices;

/// <summary>
/// One handler instance with the values bound at its handshake. The generated subclass overrides what the handler has a method for.
/// </summary>
/// <remarks>
/// Called by one connection: <see cref="Bind"/>, then <see cref="LoginAsync"/>, <see cref="OpenAsync"/>, the messages, pings and pongs one at
/// a time, and <see cref="CloseAsync"/> once.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class WebSocketSession(object handler, IServiceProvider services)
{
    private IAuthorizationService? _authorization;

    /// <summary>The handler instance.</summary>
    public object Handler { get; } = handler;

    /// <summary>The connection's services.</summary>
    protected IServiceProvider Services { get; } = services;

    /// <summary>Whether <see cref="Bind"/> has succeeded: methods that need its values may be called.</summary>
    protected bool IsBound { get; private set; }

    /// <summary>Reads the values that the handler's methods take from the request. False: the request is a bad one (400).</summary>
    public bool TryBind(WebSocketBinder binder)
    {
        Bind(binder);
        return IsBound = binder.Error is null;
    }

    /// <summary>Reads the values that the handler's methods take from the request into fields.</summary>
    protected virtual void Bind(WebSocketBinder binder)
    {
    }

    /// <summary>Calls the [OnLogin] method.</summary>
    /// <param name="http">The handshake's request.</param>
    /// <param name="cancellationToken">Is cancelled when the client is gone, or when the time for the login is up. The request is the method's until it returns.</param>
    public virtual ValueTask<WebSocketLogin> LoginAsync(HttpContext http, CancellationToken cancellationToken) => new(WebSocketLogin.Admit);

    /// <summary>Calls the [OnOpen] method, and sends what it returns.</summary>
    public virtual ValueTask OpenAsync(WebSocketMessageContext context, HttpContext http) => default;

    /// <summary>Calls the [OnMessage] method for <see cref="WebSocketMessageContext.Name"/>. False: there is none.</summary>
    public virtual bool TryDispatch(WebSocketMessageContext context, out ValueTask completion)
    {
        completion = default;
        return false;
    }

    /// <summary>Calls the [OnMessage] method for a name that is an integer. False: there is none.</summary>
    public virtual bool TryDispatchNumber(WebSocketMessageContext context, long number, out ValueTask completion)
    {
        completion = default;
        return false;
    }

    /// <summary>Calls the unnamed [OnMessage] method for text.</summary>
    public virtual ValueTask TextAsync(WebSocketMessageContext context) => default;

    /// <summary>Calls the unnamed [OnMessage] method for binary messages.</summary>
    public virtual ValueTask BinaryAsync(WebSocketMessageContext context) => default;

    /// <summary>Calls the [OnPing] method.</summary>
    public virtual ValueTask PingAsync(WebSocketConnection connection, ReadOnlyMemory<byte> payload) => default;

    /// <summary>Calls the [OnPong] method.</summary>
    public virtual ValueTask PongAsync(WebSocketConnection connection, ReadOnlyMemory<byte> payload) => default;

    /// <summary>Calls a message method if the connection's user may send to it.</summary>
    /// <typeparam name="TSession">The generated session.</typeparam>
    /// <param name="context">The message, of which nothing but the name has been read.</param>
    /// <param name="index">The method's place in <see cref="WebSocketHandlerDefinition.Authorization"/>.</param>
    /// <param name="session">The session.</param>
    /// <param name="method">Calls the method.</param>
    /// <exception cref="WebSocketMessageException">The user may not.</exception>
    protected ValueTask AuthorizeAsync<TSession>(
        WebSocketMessageContext context, int index, TSession session, Func<TSession, WebSocketMessageContext, ValueTask> method) where TSession : WebSocketSession
    {
        var connection = context.Connection;
        if (connection.Mapping.Authorization[index] is not { } policy)
        {
            return method(session, context);
        }

        // Of the connection's services, since an app's authorization handlers may be scoped.
        var authorization = _authorization ??= Services.GetRequiredService<IAuthorizationService>();
        var user = connection.UserFor(index);
        context.User = user;
        var deciding = authorization.AuthorizeAsync(user, connection, policy.Policy.Requirements);
        if (deciding.IsCompletedSuccessfully)
        {
            return deciding.Result.Succeeded ? method(session, context) : throw Forbidden(context, policy);
        }

        context.HoldMemory();
        return AuthorizeLaterAsync(deciding, context, policy, session, method);
    }

    /// <summary>Calls the [OnClose] method.</summary>
    public virtual ValueTask CloseAsync(WebSocketConnection connection, WebSocketCloseStatus? status, string? reason) => default;

    /// <summary>Calls the [OnError] method that fits the exception best.</summary>
    /// <param name="connection">Null while the handshake lasts.</param>
    /// <param name="http">Null once the connection is open.</param>
    /// <param name="exception">What went wrong.</param>
    /// <returns><see cref="WebSocketErrorOutcome.Unhandled"/> if no method fits.</returns>
    public virtual ValueTask<WebSocketErrorOutcome> ErrorAsync(WebSocketConnection? connection, HttpContext? http, Exception exception) =>
        new(WebSocketErrorOutcome.Unhandled);

    private static async ValueTask AuthorizeLaterAsync<TSession>(
        Task<AuthorizationResult> deciding, WebSocketMessageContext context, MessagePolicy policy, TSession session, Func<TSession, WebSocketMessageContext, ValueTask> method)
    {
        var decision = await deciding.ConfigureAwait(false);
        if (!decision.Succeeded)
        {
            throw Forbidden(context, policy);
        }

        // As a message that has waited for the method that closed: the user may have expired meanwhile.
        if (!context.Connection.Life.IsClosedByUs)
        {
            await method(session, context).ConfigureAwait(false);
        }
    }

    private static WebSocketMessageException Forbidden(WebSocketMessageContext context, MessagePolicy policy)
    {
        var connection = context.Connection;
        Log.MessageForbidden(connection.Mapping.Logger, connection.Mapping.Name, connection.Id, policy.Method);
        return context.Forbidden();
    }
}
