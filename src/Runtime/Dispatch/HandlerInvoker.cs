using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using WebSockets.CompilerServices;
using WebSockets.Connections;
using WebSockets.Diagnostics;
using WebSockets.Framing;
using WebSockets.Hosting;
using WebSockets.Messages;

namespace WebSockets.Dispatch;

/// <summary>Calls the methods of one connection's handler, and decides what follows from their exceptions.</summary>
/// <remarks>What it returns never fails. A message whose method completes at once costs no allocation here.</remarks>
internal sealed class HandlerInvoker
{
    private readonly WebSocketConnection _connection;
    private readonly WebSocketSession _session;
    private readonly WebSocketMessageContext _context;
    private readonly HandlerMapping _mapping;
    private readonly WebSocketHandlerFeatures _features;
    private readonly ConnectionLife _life;
    private MessageObserver? _observer;

    public HandlerInvoker(WebSocketConnection connection, WebSocketSession session)
    {
        _connection = connection;
        _session = session;
        _life = connection.Life;
        _mapping = connection.Mapping;
        _features = _mapping.Definition.Features;
        _context = new WebSocketMessageContext(connection, _mapping.Shape);
    }

    /// <summary>The method that is running was given the memory of its message.</summary>
    public bool HoldsMemory => _context.HoldsMemory;

    public bool Wants(FrameEventKind kind) =>
        Has(kind == FrameEventKind.Ping ? WebSocketHandlerFeatures.Ping : WebSocketHandlerFeatures.Pong);

    public async ValueTask OpenAsync(HttpContext http)
    {
        _connection.IsEndedByClose = true;
        try
        {
            await _session.OpenAsync(_context, http).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await FailAsync(e).ConfigureAwait(false);
        }

        _connection.IsEndedByClose = false;
        _context.End();
    }

    public ValueTask HandleAsync(in FrameEvent frame)
    {
        if (_life.IsClosedByUs)
        {
            return default; // it has waited for the method that closed
        }

        _life.Turn++;
        ValueTask handling;
        try
        {
            handling = frame.Kind == FrameEventKind.Message ? DispatchAsync(frame) : TellAsync(frame);
        }
        catch (Exception e)
        {
            handling = ValueTask.FromException(e);
        }

        if (!handling.IsCompletedSuccessfully)
        {
            return FinishAsync(handling);
        }

        handling.GetAwaiter().GetResult();
        End();
        return default;
    }

    public async ValueTask CloseAsync(WebSocketCloseStatus? status, string? reason)
    {
        try
        {
            await _session.CloseAsync(_connection, status, reason).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await FailAsync(e).ConfigureAwait(false);
        }
    }

    // HasFlag is only free of garbage once the code is optimized.
    private bool Has(WebSocketHandlerFeatures feature) => (_features & feature) != 0;

    private ValueTask TellAsync(in FrameEvent frame)
    {
        var payload = System.Buffers.BuffersExtensions.ToArray(frame.Payload);
        return frame.Kind == FrameEventKind.Ping ? _session.PingAsync(_connection, payload) : _session.PongAsync(_connection, payload);
    }

    // Not in its caller, whose exception's frame would keep what lies here out of the registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask DispatchAsync(in FrameEvent message)
    {
        var isText = message.MessageType == WebSocketMessageType.Text;
        _context.Start(message.MessageType, message.Payload, readEnvelope: isText && Has(WebSocketHandlerFeatures.NamedMessages));
        return _mapping.Metrics.WatchesReceived ? DispatchObservedAsync(message, isText) : DispatchAsync(isText);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask DispatchObservedAsync(in FrameEvent message, bool isText)
    {
        var observer = _observer ??= new MessageObserver(_connection);
        observer.Begin(_context, message.MessageType, message.Payload.Length);
        try
        {
            return DispatchAsync(isText);
        }
        finally
        {
            observer.Leave();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ValueTask DispatchAsync(bool isText)
    {
        var own = _connection.OwnHandlers;
        return own.IsEmpty ? Dispatch(isText, mustBeClaimed: true) : DispatchWithOwnAsync(isText, own);
    }

    private ValueTask DispatchWithOwnAsync(bool isText, OwnHandlers own)
    {
        ValueTask handling;
        try
        {
            handling = Dispatch(isText, mustBeClaimed: false);
        }
        catch (Exception e)
        {
            handling = ValueTask.FromException(e);
        }

        return ThenOwnAsync(handling, own);
    }

    private ValueTask Dispatch(bool isText, bool mustBeClaimed) => isText ? DispatchText(mustBeClaimed) : DispatchBinary(mustBeClaimed);

    private ValueTask DispatchText(bool mustBeClaimed)
    {
        if (TryDispatchNamed(out var handling))
        {
            return handling;
        }

        if (_context.Kind == EnvelopeKind.Malformed && !Has(WebSocketHandlerFeatures.RawText))
        {
            return mustBeClaimed ? throw _context.Malformed("it is not JSON, or its name or id is not valid.") : default;
        }

        if (Has(WebSocketHandlerFeatures.TextMessages))
        {
            return _session.TextAsync(_context.Whole());
        }

        if (!mustBeClaimed)
        {
            return default;
        }

        _context.IgnorePayload(); // malformed comes before unknown
        throw _context.Unknown();
    }

    private bool TryDispatchNamed(out ValueTask handling)
    {
        if (_context.Kind == EnvelopeKind.Named)
        {
            return _session.TryDispatch(_context, out handling);
        }

        if (_context.Number is { } number)
        {
            return _session.TryDispatchNumber(_context, number, out handling);
        }

        handling = default;
        return false;
    }

    private ValueTask DispatchBinary(bool mustBeClaimed)
    {
        if (Has(WebSocketHandlerFeatures.BinaryMessages))
        {
            return _session.BinaryAsync(_context);
        }

        return mustBeClaimed ? throw _context.Unknown() : default;
    }

    // The connection's own handlers see every message, also one that the class's method has failed on.
    private async ValueTask ThenOwnAsync(ValueTask handling, OwnHandlers own)
    {
        var message = _context.Message;
        try
        {
            await handling.ConfigureAwait(false);
        }
        finally
        {
            await own.InvokeAsync(_connection, message).ConfigureAwait(false);
        }
    }

    private async ValueTask FinishAsync(ValueTask handling)
    {
        try
        {
            await handling.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await FailAsync(e, _observer).ConfigureAwait(false);
        }

        End();
    }

    private void End()
    {
        _observer?.End();
        _context.End();
        _life.Turn++;
    }

    private async ValueTask FailAsync(Exception exception, MessageObserver? message = null)
    {
        if (exception is OperationCanceledException && _connection.IsEnded)
        {
            return; // what was left to do ended with the connection
        }

        var kind = ErrorKind.Of(exception);
        _mapping.Metrics.Error(kind);
        message?.Fail(exception, kind);
        try
        {
            // A client that is refused is told so, also where it has not asked for a reply.
            var isForbidden = exception is WebSocketMessageException { Error: WebSocketMessageError.Forbidden };
            if (_context.HasId || (isForbidden && Has(WebSocketHandlerFeatures.NamedMessages)))
            {
                await _context.ReplyErrorAsync(RequestError.For(exception)).ConfigureAwait(false);
            }

            var outcome = await _session.ErrorAsync(_connection, null, exception).ConfigureAwait(false);
            if (outcome.IsHandled || isForbidden)
            {
                return;
            }
        }
        catch (Exception e)
        {
            // It may have thrown what it was given: what that says of a payload is not logged.
            Log.ErrorHandlerFailed(_mapping.Logger, _mapping.Name, _connection.Id, e is WebSocketMessageException ? null : e);
            _mapping.Metrics.Error(ErrorKind.Failed);
        }

        _connection.Span.Fail(kind);
        Close(exception);
    }

    private void Close(Exception exception)
    {
        if (exception is WebSocketMessageException message)
        {
            Log.MessageRefused(_mapping.Logger, _mapping.Name, _connection.Id, message.Error);
            _life.Close(message.CloseStatus, message.Error switch
            {
                WebSocketMessageError.Malformed => "Malformed message.",
                WebSocketMessageError.Forbidden => "Forbidden message.",
                _ => "Unknown message.",
            });
        }
        else
        {
            Log.HandlerFailed(_mapping.Logger, _mapping.Name, _connection.Id, exception);
            _life.Close(WebSocketCloseStatus.InternalServerError, "Internal error.");
        }
    }
}
