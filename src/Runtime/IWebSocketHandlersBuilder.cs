using Microsoft.Extensions.DependencyInjection;

namespace WebSockets;

/// <summary>What <c>AddWebSocketHandlers</c> returns, for add-ons to extend.</summary>
public interface IWebSocketHandlersBuilder
{
    /// <summary>The app's services.</summary>
    IServiceCollection Services { get; }
}
