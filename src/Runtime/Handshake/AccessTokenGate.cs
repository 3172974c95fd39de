using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WebSockets.Diagnostics;
using WebSockets.Hosting;

namespace WebSockets.Handshake;

/// <summary>Refuses handshakes whose token cannot be meant, before the app's own middleware takes them for those of nobody.</summary>
internal sealed class AccessTokenGate(ILoggerFactory loggers, WebSocketTelemetry telemetry) : IStartupFilter
{
    private readonly ILogger _logger = new GuardedLogger(loggers.CreateLogger("WebSockets.AccessTokens"));

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(pass => http => AccessTokens.Problem(http) is { } problem ? RefuseAsync(http, problem) : pass(http));
        next(app);
    };

    private Task RefuseAsync(HttpContext http, string problem)
    {
        Log.AccessTokenRefused(_logger, problem);

        // Which handler it is for only routing knows, which comes later.
        telemetry.Handshakes.Add(1, new(Tags.Handler, Tags.Other), new(Tags.Outcome, "refused"), new(Tags.ResponseStatus, StatusCodes.Status400BadRequest));
        if (HandshakeRequest.AsksForUpgrade(http.Request))
        {
            RefusedConnections.Close(http); // the same here
        }

        return HandshakeResponse.RefuseAsync(http, new(StatusCodes.Status400BadRequest, problem));
    }
}
