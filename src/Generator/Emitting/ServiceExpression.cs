using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>The expression that takes a service from a provider.</summary>
internal static class ServiceExpression
{
    private const string Plain = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions";
    private const string Keyed = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions";

    /// <param name="service">The service.</param>
    /// <param name="services">The provider, as an expression.</param>
    public static string Of(ServiceModel service, string services)
    {
        if (service.IsProvider)
        {
            return services;
        }

        var type = service.Type.Name;
        if (service.Fallback is not { } fallback)
        {
            return service.Key is { } required
                ? $"{Keyed}.GetRequiredKeyedService<{type}>({services}, {required})"
                : $"{Plain}.GetRequiredService<{type}>({services})";
        }

        // The generic methods would unbox a value that is not there.
        var found = (service.Key, service.Type.IsValueType) switch
        {
            (null, false) => $"{Plain}.GetService<{type}>({services})",
            (null, true) => $"({type}?){services}.GetService(typeof({type}))",
            ({ } key, false) => $"{Keyed}.GetKeyedService<{type}>({services}, {key})",
            ({ } key, true) => $"({type}?)((global::Microsoft.Extensions.DependencyInjection.IKeyedServiceProvider){services}).GetKeyedService(typeof({type}), {key})",
        };
        return fallback != "null" ? $"{found} ?? {fallback}" : service.Type.IsNullable ? found : found + "!";
    }
}
