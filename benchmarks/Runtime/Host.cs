using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.Hosting;

namespace WebSockets.Runtime.Benchmarks;

/// <summary>An app with one handler and a server that never starts: its connections are made over memory.</summary>
internal static class Host
{
    public static (HandlerMapping Mapping, IServiceProvider Services) Map<THandler>()
        where THandler : class, IWebSocketHandler<THandler>
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRouting().AddWebSocketHandlers();
        var app = builder.Build();
        app.MapWebSocketHandler<THandler>();
        return (app.Services.GetRequiredService<HandlerRegistry>().Mappings.Single(), app.Services);
    }
}
