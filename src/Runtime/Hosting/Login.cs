using Microsoft.AspNetCore.Http;
using WebSockets.CompilerServices;

namespace WebSockets.Hosting;

/// <summary>The call of [OnLogin] for one handshake. It is cancelled when LoginTimeout is over or the client is gone, and may go on all the same.</summary>
internal sealed class Login(HandlerMapping mapping, HttpContext http)
{
    // Not disposed of: the method may go on with it, and it holds nothing.
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>Completes when the method has returned. It uses the request until then.</summary>
    public Task Method { get; private set; } = Task.CompletedTask;

    /// <summary>Calls the method, and waits for its decision as long as it may take.</summary>
    /// <exception cref="WebSocketHandshakeException">It takes too long.</exception>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public async ValueTask<WebSocketLogin> CallAsync(WebSocketSession session)
    {
        using var deadline = new CancellationTokenSource(mapping.Options.LoginTimeout, mapping.Time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, http.RequestAborted);
        using var cancelling = end.Token.UnsafeRegister(static login => ((Login)login!).Cancel(), this);
        var login = session.LoginAsync(http, _cancellation.Token);
        if (login.IsCompletedSuccessfully)
        {
            return login.Result;
        }

        var deciding = login.AsTask();
        Method = deciding;
        try
        {
            return await deciding.WaitAsync(end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            Cancel(); // this may run before the registration's callback, which is then removed
            LogFailure(deciding);
            if (!deadline.IsCancellationRequested)
            {
                throw;
            }

            throw new WebSocketHandshakeException(StatusCodes.Status503ServiceUnavailable, "The login took too long.");
        }
    }

    // What the app has registered on the token runs on the thread pool: a timer or the server called this, and neither may be blocked or get its exceptions.
    private void Cancel() => LogFailure(_cancellation.CancelAsync());

    private void LogFailure(Task cancelled) => cancelled.ContinueWith(
        static (failed, mapping) => Log.CancelledLoginFailed(((HandlerMapping)mapping!).Logger, ((HandlerMapping)mapping).Name, failed.Exception!.InnerException!),
        mapping,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
