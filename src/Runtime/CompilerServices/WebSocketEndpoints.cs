using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace WebSockets.CompilerServices;

/// <summary>Maps the handlers of an assembly. Called by the generated <c>MapWebSocketHandlers</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WebSocketEndpoints
{
    /// <summary>Runs each map, and returns what adds a convention to all of them.</summary>
    public static IEndpointConventionBuilder MapAll(IEndpointRouteBuilder endpoints, params ReadOnlySpan<Func<IEndpointRouteBuilder, IEndpointConventionBuilder>> maps)
    {
        var mapped = new List<IEndpointConventionBuilder>(maps.Length);
        foreach (var map in maps)
        {
            mapped.Add(map(endpoints));
        }

        return new All(mapped);
    }

    private sealed class All(List<IEndpointConventionBuilder> mapped) : IEndpointConventionBuilder
    {
        public void Add(Action<EndpointBuilder> convention) => mapped.ForEach(one => one.Add(convention));

        public void Finally(Action<EndpointBuilder> finallyConvention) => mapped.ForEach(one => one.Finally(finallyConvention));
    }
}
