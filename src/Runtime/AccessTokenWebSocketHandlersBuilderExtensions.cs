using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.Handshake;

namespace WebSockets;

/// <summary>Lets the pages of browsers, which cannot set headers on a WebSocket, bring an access token.</summary>
public static class AccessTokenWebSocketHandlersBuilderExtensions
{
    /// <summary>
    /// Takes the access token of each WebSocket handshake from the query value <c>access_token</c> (RFC 6750, section 2.3), or from the subprotocol
    /// that follows <c>access_token</c> (<c>new WebSocket(url, ["access_token", token])</c>), and makes it the header <c>Authorization: Bearer</c>, which
    /// any bearer authentication understands.
    /// </summary>
    /// <param name="builder">What <c>AddWebSocketHandlers</c> returned.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// <para>It holds for every WebSocket handshake of the app, over HTTP/1.1 and HTTP/2, and for no other request. Where there is an Authorization header it stands, and
    /// the token is not used. The token is removed from the request's query and subprotocols before the host logs or traces the request.</para>
    /// <para>A token that is empty, longer than 8 KiB or not of the form of RFC 6750, section 2.1, is answered 400, and so are two different ones. When the token came among
    /// the subprotocols and the handler speaks none of the others, the subprotocol of the answer is <c>access_token</c>, since a browser wants one;
    /// <see cref="WebSocketConnection.Protocol"/> is null then.</para>
    /// </remarks>
    public static IWebSocketHandlersBuilder AddAccessTokens(this IWebSocketHandlersBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!builder.Services.Any(service => service.ImplementationType == typeof(AccessTokenGate)))
        {
            AccessTokenContextFactory.Register(builder.Services);
            builder.Services.AddSingleton<IStartupFilter, AccessTokenGate>();
        }

        return builder;
    }
}
