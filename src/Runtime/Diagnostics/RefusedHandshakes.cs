using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using WebSockets.Hosting;

namespace WebSockets.Diagnostics;

/// <summary>Counts the handshakes that something between the host and a handler's endpoint has answered, as authorization does, for those who listen.</summary>
/// <remarks>It stands before all middleware of the app. While somebody listens it waits for each request to end; of those that are for no handler it keeps nothing.</remarks>
internal sealed class RefusedHandshakes(WebSocketTelemetry telemetry) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(pass => http => telemetry.Handshakes.Enabled ? WatchAsync(http, pass) : pass(http));
        next(app);
    };

    /// <summary>The request has come to its endpoint, which counts it itself.</summary>
    public static void Reached(HttpContext http) => http.Features.Set(EndpointReached.Instance);

    private static async Task WatchAsync(HttpContext http, RequestDelegate pass)
    {
        try
        {
            await pass(http).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Tell(http, e);
            throw;
        }

        Tell(http, null);
    }

    private static void Tell(HttpContext http, Exception? failure)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<HandlerMapping>() is not { } mapping || http.Features.Get<EndpointReached>() is not null || !IsHandshake(http.Request))
        {
            return;
        }

        var isAborted = http.RequestAborted.IsCancellationRequested;
        int? answer = isAborted && !http.Response.HasStarted ? null // what middleware has set for nobody
            : failure is null || http.Response.HasStarted ? http.Response.StatusCode
            : failure is BadHttpRequestException bad ? bad.StatusCode
            : null;

        // What answers without an error has taken the request for itself.
        if (answer is null or >= StatusCodes.Status300MultipleChoices)
        {
            mapping.Metrics.HandshakeRefused(answer, isAborted);
        }
    }

    // The question of a browser whether it may send a request is none, and is answered before the endpoint too.
    private static bool IsHandshake(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsConnect(request.Method);

    private sealed class EndpointReached
    {
        public static readonly EndpointReached Instance = new();
    }
}
