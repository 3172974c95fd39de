using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using WebSockets.CompilerServices;

namespace WebSockets.Handshake;

/// <summary>Ends the TCP connection of each handshake of HTTP/1.1 for a handler that is refused, by the handler or by what stands before it: such a client must not hold a socket.</summary>
/// <remarks>It stands before all middleware of the app, and looks at the answer when that starts. HTTP/2 has its own way to end a stream.</remarks>
internal sealed class RefusedConnections : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(pass => http =>
        {
            if (HandshakeRequest.AsksForUpgrade(http.Request))
            {
                http.Response.OnStarting(static http => OnStarting((HttpContext)http), http);
            }

            return pass(http);
        });
        next(app);
    };

    /// <summary>The TCP connection ends after this answer.</summary>
    public static void Close(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.Connection = headers.Upgrade.Count > 0 ? "Upgrade, close" : "close";
    }

    private static Task OnStarting(HttpContext http)
    {
        if (http.Response.StatusCode != StatusCodes.Status101SwitchingProtocols && IsForHandler(http) && !GoesOn(http.Response))
        {
            Close(http);
        }

        return Task.CompletedTask;
    }

    // An app's page for errors runs in place of the endpoint.
    private static bool IsForHandler(HttpContext http) =>
        IsHandler(http.GetEndpoint())
        || IsHandler(http.Features.Get<IStatusCodeReExecuteFeature>()?.Endpoint)
        || IsHandler(http.Features.Get<IExceptionHandlerFeature>()?.Endpoint);

    private static bool IsHandler(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<WebSocketHandlerDefinition>() is not null;

    // Negotiate and NTLM authenticate the TCP connection, in several requests.
    private static bool GoesOn(HttpResponse response) =>
        response.StatusCode == StatusCodes.Status401Unauthorized && response.Headers.WWWAuthenticate.Any(static challenge => Is(challenge, "Negotiate") || Is(challenge, "NTLM"));

    private static bool Is(string? challenge, string scheme) => challenge?.Split(' ', 2)[0].Equals(scheme, StringComparison.OrdinalIgnoreCase) ?? false;
}
