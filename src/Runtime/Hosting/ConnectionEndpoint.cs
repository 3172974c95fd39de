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

        var lifetime = new HandlerLifetime(mapping, new ConnectionServices(scopes));
        var isConnected = false;
        int? answer = null;
        try
        {
            var refusal = Check(http) ?? Enter(http, lifetime);

            WebSocketSession? session = null;
            if (refusal is null || HasErrorMethod)
            {
                try
                {
                    session = mapping.Dispatcher.CreateSession(lifetime.Services);
                    lifetime.Own(session.Handler);
                }
                catch (Exception e)
                {
                    await RefuseAsync(http, null, e).ConfigureAwait(false);
                    answer = http.Response.StatusCode;
                    return;
                }
            }

            if (await AdmitAsync(http, session, refusal).ConfigureAwait(false) is { } user &&
                await ConnectAsync(http, session!, user, lifetime).ConfigureAwait(false) is { } connected)
            {
                isConnected = true;
                mapping.Metrics.HandshakeAccepted(http.Response.StatusCode);
                await connected.ConfigureAwait(false);
            }
            else
            {
                answer = http.Response.StatusCode;
            }
        }
        finally
        {
            if (!isConnected)
            {
                mapping.Metrics.HandshakeRefused(answer, http.RequestAborted.IsCancellationRequested);
                await lifetime.EndAsync(LogText.Safe(http.TraceIdentifier)).ConfigureAwait(false);
            }
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
    private async ValueTask<ClaimsPrincipal?> AdmitAsync(HttpContext http, WebSocketSession? session, WebSocketHandshakeException? refusal)
    {
        Exception? failure = refusal;
        try
        {
            var login = default(WebSocketLogin);
            failure ??= Bind(http, session!);
            if (failure is null)
            {
                login = CallsLogin ? await LoginAsync(http, session!).ConfigureAwait(false) : WebSocketLogin.Admit;
                if (login.Result is { } answer)
                {
                    await answer.ExecuteAsync(http).ConfigureAwait(false);
                    return null;
                }

                failure = login.Admitted ? CheckDraining() : new WebSocketHandshakeException(StatusCodes.Status401Unauthorized, "The login was refused.");
                if (failure is null)
                {
                    return login.User ?? http.User;
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

    private async ValueTask<WebSocketLogin> LoginAsync(HttpContext http, WebSocketSession session)
    {
        using var deadline = new CancellationTokenSource(mapping.Options.LoginTimeout, mapping.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, http.RequestAborted);
        var login = session.LoginAsync(http, either.Token);
        if (login.IsCompletedSuccessfully)
        {
            return login.Result;
        }

        var deciding = login.AsTask();
        try
        {
            return await deciding.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // Nobody waits for it any more; its failure, if it comes to one, is that of the cancelled login.
            _ = deciding.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            if (!deadline.IsCancellationRequested)
            {
                throw;
            }

            throw new WebSocketHandshakeException(StatusCodes.Status503ServiceUnavailable, "The login took too long.");
        }
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

        if (outcome.Result is { } answer)
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

    // Gives what the request has to wait for; null if it was answered, because the server has no place for the connection.
    private async Task<Task?> ConnectAsync(HttpContext http, WebSocketSession session, ClaimsPrincipal user, HandlerLifetime lifetime)
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

        return new OpenConnection(mapping, transport, connection, handler, lifetime).Start(handler.OpenAsync(http));
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
