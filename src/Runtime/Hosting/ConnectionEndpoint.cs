using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.CompilerServices;
using WebSockets.Connections;
using WebSockets.Diagnostics;
using WebSockets.Dispatch;
using WebSockets.Framing;
using WebSockets.Handshake;

namespace WebSockets.Hosting;

/// <summary>What runs at a handler's path: one request becomes one connection, or is refused.</summary>
internal sealed class ConnectionEndpoint(HandlerMapping mapping, IServiceScopeFactory scopes)
{
    private bool CallsLogin => mapping.Options.Login && mapping.Definition.Features.HasFlag(WebSocketHandlerFeatures.Login);

    private bool HasErrorMethod => mapping.Definition.Features.HasFlag(WebSocketHandlerFeatures.Error);

    public async Task HandleAsync(HttpContext http)
    {
        if (mapping.Metrics.WatchesHandshakes)
        {
            RefusedHandshakes.Reached(http);
        }

        if (await TryConnectAsync(http).ConfigureAwait(false) is { } connection)
        {
            mapping.Metrics.HandshakeAccepted(http.Response.StatusCode);
            await connection.Ended.ConfigureAwait(false);
            await (connection.IsDetached ? connection.Opening : ReturnAsync(http, connection.Opening, isAnswered: true)).ConfigureAwait(false);
        }
    }

    // Null: the handshake was refused.
    private async Task<OpenConnection?> TryConnectAsync(HttpContext http)
    {
        var lifetime = new HandlerLifetime(mapping, new ConnectionServices(scopes));
        var login = CallsLogin ? new Login(mapping, http) : null;
        OpenConnection? connection = null;
        int? answer = null;
        try
        {
            var refusal = Check(http) ?? Enter(http, lifetime);
            if (await CreateSessionAsync(http, lifetime, refusal).ConfigureAwait(false) is (var session, true) &&
                await AdmitAsync(http, session, login, refusal).ConfigureAwait(false) is { } user)
            {
                connection = await ConnectAsync(http, session!, user, lifetime).ConfigureAwait(false);
            }

            answer = http.Response.StatusCode;
            return connection;
        }
        finally
        {
            if (connection is null)
            {
                mapping.Metrics.HandshakeRefused(answer, http.RequestAborted.IsCancellationRequested);
                var method = login?.Method ?? Task.CompletedTask;
                await ReturnAsync(http, method, isAnswered: answer is not null).ConfigureAwait(false);
                await lifetime.EndAsync(LogText.Safe(http.TraceIdentifier), method).ConfigureAwait(false);
            }
        }
    }

    // False: the handshake was refused, because the handler cannot be made. A refused one has a session only for an [OnError].
    private async ValueTask<(WebSocketSession? Session, bool GoesOn)> CreateSessionAsync(HttpContext http, HandlerLifetime lifetime, WebSocketHandshakeException? refusal)
    {
        if (refusal is not null && !HasErrorMethod)
        {
            return (null, true);
        }

        try
        {
            var session = mapping.Dispatcher.CreateSession(lifetime.Services);
            lifetime.Own(session.Handler);
            return (session, true);
        }
        catch (Exception e)
        {
            await RefuseAsync(http, null, e).ConfigureAwait(false);
            return (null, false);
        }
    }

    // The client has its answer, or its connection has ended. A method that was given the request and still runs must not see what the server makes of it next.
    private async Task ReturnAsync(HttpContext http, Task method, bool isAnswered)
    {
        if (method.IsCompleted)
        {
            return;
        }

        try
        {
            if (isAnswered)
            {
                await http.Response.CompleteAsync().ConfigureAwait(false);
            }

            await method.WaitAsync(mapping.Options.CloseTimeout, mapping.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch
        {
            // The method has begun an answer of its own, which is not whole.
        }

        if (!method.IsCompleted)
        {
            http.Abort(); // the client, who would wait for it
            await method.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private WebSocketHandshakeException? Check(HttpContext http)
    {
        if (HandshakeRequest.Check(http) is { } malformed)
        {
            return malformed;
        }

        if (!Origin.IsAllowed(http.Request, mapping.Options.AllowedOrigins))
        {
            Log.OriginRefused(mapping.Logger, mapping.Name, LogText.Safe(Origin.Of(http.Request)));
            return new(StatusCodes.Status403Forbidden, "Pages of this origin may not connect.");
        }

        return CheckDraining();
    }

    private static WebSocketHandshakeException? Enter(HttpContext http, HandlerLifetime lifetime) => lifetime.TryEnter(http.Connection.RemoteIpAddress) switch
    {
        Entry.Full => new(StatusCodes.Status503ServiceUnavailable, "There are too many connections."),
        Entry.FullForAddress => new(StatusCodes.Status503ServiceUnavailable, "There are too many connections from this address."),
        _ => null,
    };

    private WebSocketHandshakeException? CheckDraining() =>
        mapping.IsDraining ? new(StatusCodes.Status503ServiceUnavailable, DrainService.Reason, mapping.Options.DrainTimeout) : null;

    // Answers the request unless the client may connect; then it gives the user.
    private async ValueTask<ClaimsPrincipal?> AdmitAsync(HttpContext http, WebSocketSession? session, Login? login, WebSocketHandshakeException? refusal)
    {
        Exception? failure = refusal;
        try
        {
            failure ??= Bind(http, session!);
            if (failure is null)
            {
                var decision = login is null ? WebSocketLogin.Admit : await login.CallAsync(session!).ConfigureAwait(false);
                if (decision.Result is { } answer)
                {
                    await answer.ExecuteAsync(http).ConfigureAwait(false);
                    return null;
                }

                failure = decision.Admitted ? CheckDraining() : new WebSocketHandshakeException(StatusCodes.Status401Unauthorized, "The login was refused.");
                if (failure is null)
                {
                    return decision.User ?? http.User;
                }
            }
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            failure = e;
        }

        await RefuseAsync(http, session, failure).ConfigureAwait(false);
        return null;
    }

    private static WebSocketHandshakeException? Bind(HttpContext http, WebSocketSession session)
    {
        var binder = new WebSocketBinder(http);
        return session.TryBind(binder) ? null : new(StatusCodes.Status400BadRequest, binder.Error!);
    }

    private async ValueTask RefuseAsync(HttpContext http, WebSocketSession? session, Exception failure)
    {
        var outcome = WebSocketErrorOutcome.Unhandled;
        if (session is not null)
        {
            try
            {
                outcome = await session.ErrorAsync(null, http, failure).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                Log.HandshakeFailed(mapping.Logger, mapping.Name, e);
            }
        }

        if (outcome.Result is { } answer && !http.Response.HasStarted)
        {
            await answer.ExecuteAsync(http).ConfigureAwait(false);
            return;
        }

        if (failure is not WebSocketHandshakeException refusal)
        {
            refusal = new(StatusCodes.Status500InternalServerError, "The handshake failed.");
            if (!outcome.IsHandled)
            {
                Log.HandshakeFailed(mapping.Logger, mapping.Name, failure);
            }
        }

        Log.HandshakeRefused(mapping.Logger, mapping.Name, refusal.StatusCode, refusal.Message);
        if (http.Response.HasStarted)
        {
            return; // the method has answered by itself
        }

        await HandshakeResponse.RefuseAsync(http, refusal).ConfigureAwait(false);
    }

    // Null: it was answered, because the server has no place for the connection.
    private async Task<OpenConnection?> ConnectAsync(HttpContext http, WebSocketSession session, ClaimsPrincipal user, HandlerLifetime lifetime)
    {
        LiftRequestLimits(http);
        var protocol = HandshakeRequest.ChooseProtocol(http.Request, mapping.Definition.Protocols);
        var windowBits = 0;
        var extensions = mapping.Options.Compression ? PerMessageDeflate.Accept(http.Request.Headers.SecWebSocketExtensions, out windowBits) : null;
        var (schemeUsers, expires) = await mapping.Authorization.AuthenticateAsync(http).ConfigureAwait(false);
        ConnectionTransport transport;
        try
        {
            transport = await HandshakeResponse.AcceptAsync(http, protocol ?? AccessTokens.AnsweredProtocol(http), extensions).ConfigureAwait(false);
        }
        catch (WebSocketHandshakeException refusal)
        {
            await RefuseAsync(http, session, refusal).ConfigureAwait(false);
            return null;
        }

        var connection = new WebSocketConnection(transport, mapping, user, protocol, windowBits) { SchemeUsers = schemeUsers };
        var handler = new HandlerInvoker(connection, session);
        connection.Span = ConnectionSpan.Start(mapping.Tracing, http, connection.Id);

        var own = http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;
        mapping.Expirations?.Add(connection, MessageAuthorization.Earlier(own, expires));
        mapping.Hub.Add(connection);
        mapping.Monitor.Add(connection);
        Log.Opened(mapping.Logger, mapping.Name, connection.Id);
        if (mapping.IsDraining)
        {
            // It came between the last look and the list of those that are closed.
            connection.Life.Close(mapping.Options.DrainStatus, DrainService.Reason);
        }

        var opening = handler.OpenAsync(http);
        var open = new OpenConnection(mapping, transport, connection, handler, lifetime, transport.IsDetached ? opening : RequestMemory.ReleaseAfter(opening, http));
        open.Start();
        return open;
    }

    // A connection outlives what is measured for a request.
    private static void LiftRequestLimits(HttpContext http)
    {
        http.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }
}
