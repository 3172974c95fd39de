using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using WebSockets.Hosting;

namespace WebSockets.CompilerServices;

/// <summary>Maps the handlers of an assembly. Called by the generated <c>MapWebSocketHandlers</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WebSocketEndpoints
{
    /// <summary>Runs each map, and returns what adds a convention to all of them. Bad options and missing types of all handlers come in one error.</summary>
    public static IEndpointConventionBuilder MapAll(IEndpointRouteBuilder endpoints, params ReadOnlySpan<Func<IEndpointRouteBuilder, IEndpointConventionBuilder>> maps)
    {
        var mapped = new List<IEndpointConventionBuilder>(maps.Length);
        var errors = new MappingErrors();
        foreach (var map in maps)
        {
            errors.Try(() => mapped.Add(map(endpoints)));
        }

        errors.Throw();
        return new All(mapped);
    }

    private sealed class All(List<IEndpointConventionBuilder> mapped) : IEndpointConventionBuilder
    {
        public void Add(Action<EndpointBuilder> convention) => mapped.ForEach(one => one.Add(convention));

        public void Finally(Action<EndpointBuilder> finallyConvention) => mapped.ForEach(one => one.Finally(finallyConvention));
    }
}
