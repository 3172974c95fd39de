using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace WebSockets.Handshake;

/// <summary>
/// Takes access tokens from handshakes when their contexts are made. The host logs the start of a request, and starts its activity, before any
/// middleware runs; this alone comes before.
/// </summary>
internal sealed class AccessTokenContextFactory(IHttpContextFactory inner) : IHttpContextFactory
{
    public HttpContext Create(IFeatureCollection featureCollection)
    {
        var http = inner.Create(featureCollection);
        AccessTokens.Take(http);
        return http;
    }

    public void Dispose(HttpContext httpContext) => inner.Dispose(httpContext);

    /// <summary>Puts itself in front of the factory that the app has, or will have by default.</summary>
    public static void Register(IServiceCollection services)
    {
        var replaced = services.LastOrDefault(service => service.ServiceType == typeof(IHttpContextFactory) && !service.IsKeyedService);
        if (replaced is not null)
        {
            services.Remove(replaced);
        }

        services.AddSingleton<IHttpContextFactory>(provider => new AccessTokenContextFactory(Make(provider, replaced)));
    }

    private static IHttpContextFactory Make(IServiceProvider services, ServiceDescriptor? replaced)
    {
        if (replaced is null || replaced.ImplementationType == typeof(DefaultHttpContextFactory))
        {
            return new DefaultHttpContextFactory(services);
        }

        return (IHttpContextFactory)(replaced.ImplementationInstance
            ?? replaced.ImplementationFactory?.Invoke(services)
            ?? ActivatorUtilities.CreateInstance(services, replaced.ImplementationType!));
    }
}
