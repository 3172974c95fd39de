using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;

namespace WebSockets.Wire.Host;

internal enum Color
{
    Red,
    Green,
}

/// <summary>A service known by its interface.</summary>
internal interface INumbers
{
    int Next();
}

internal sealed class Numbers : INumbers
{
    private int _last;

    public int Next() => Interlocked.Increment(ref _last);
}

/// <summary>A service of which every scope has its own, with a number.</summary>
internal sealed class Visit(INumbers numbers)
{
    public int Number { get; } = numbers.Next();
}

internal sealed record Greeting(string Word);

/// <summary>Tells what it was given: by the path, the query, headers, services and the request.</summary>
[WebSocketHandler("/bound/{room}/{page:int}/{color}/{since?}")]
internal sealed partial class Bound(Visit visit, INumbers numbers, ILogger<Bound> log)
{
    [WebSocketUrl]
    internal static partial Uri GetUrl(HttpRequest request, string room, int page, Color color, DateOnly? since = null);

    [OnOpen]
    BoundValues Open(
        HttpContext http,
        HttpRequest request,
        ClaimsPrincipal user,
        string room,
        int page,
        Color color,
        DateOnly? since,
        [FromRoute(Name = "room")] string again,
        [FromQuery] string? topic,
        [FromQuery(Name = "n")] int[] several,
        [FromHeader(Name = "X-Lang")] string? language,
        [FromKeyedServices("en")] Greeting english,
        [FromKeyedServices("de")] Greeting german,
        IServiceProvider services)
    {
        log.LogDebug("{Room} is open.", room);
        return new(
            $"{room} {again} {page} {color} {since:O}",
            topic,
            several,
            language,
            $"{english.Word} {german.Word} {services.GetRequiredKeyedService<Greeting>("en").Word}",
            $"{http.Request.Path} {ReferenceEquals(http.Request, request)} {user.Identity?.IsAuthenticated}");
    }

    [OnMessage("scopes")]
    Scopes Message([FromServices] Visit ofMessage, [FromServices] Visit same) => new(visit.Number, ofMessage.Number, ReferenceEquals(ofMessage, same));

    [OnMessage("path")]
    string Path(string room, [FromQuery] string? topic, Color color, INumbers same) => $"{room} {topic} {color} {ReferenceEquals(same, numbers)}";
}

internal static class BoundServices
{
    public static void AddBindableServices(this IServiceCollection services)
    {
        services.AddSingleton<INumbers, Numbers>();
        services.AddScoped<Visit>();
        services.AddKeyedSingleton("en", new Greeting("hello"));
        services.AddKeyedSingleton("de", new Greeting("hallo"));
    }
}
