using Microsoft.Extensions.DependencyInjection;

namespace WebSockets.Hosting;

/// <summary>A connection's services: a scope that lives as long as it does, made when something is first asked of it.</summary>
internal sealed class ConnectionServices(IServiceScopeFactory factory) : IServiceProvider, IKeyedServiceProvider, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private AsyncServiceScope? _scope;
    private bool _isDisposed;

    private IServiceProvider Services
    {
        get
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, typeof(IServiceProvider));
                return (_scope ??= factory.CreateAsyncScope()).ServiceProvider;
            }
        }
    }

    public object? GetService(Type serviceType)
    {
        if (serviceType == typeof(IServiceProvider))
        {
            return this;
        }

        return serviceType == typeof(IServiceScopeFactory) ? factory : Services.GetService(serviceType);
    }

    public object? GetKeyedService(Type serviceType, object? serviceKey) => ((IKeyedServiceProvider)Services).GetKeyedService(serviceType, serviceKey);

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey) => Services.GetRequiredKeyedService(serviceType, serviceKey);

    public ValueTask DisposeAsync()
    {
        AsyncServiceScope? scope;
        lock (_gate)
        {
            _isDisposed = true;
            scope = _scope;
            _scope = null;
        }

        return scope?.DisposeAsync() ?? default;
    }
}
