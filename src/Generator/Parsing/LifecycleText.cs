using Microsoft.CodeAnalysis;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>What diagnostics say of each lifecycle attribute.</summary>
internal static class LifecycleText
{
    private const string Anywhere = "ClaimsPrincipal, CancellationToken, IServiceProvider, a variable of the path by its name, [FromRoute], [FromQuery], [FromHeader], [FromServices], [FromKeyedServices], and an interface as a service";

    public static string Attribute(Lifecycle lifecycle) => "On" + lifecycle;

    public static string Parameters(Lifecycle lifecycle) => lifecycle switch
    {
        Lifecycle.Login => $"HttpContext, HttpRequest, {Anywhere}",
        Lifecycle.Open => $"WebSocketConnection, HttpContext, HttpRequest, {Anywhere}",
        Lifecycle.Message => $"one payload, WebSocketConnection, WebSocketMessage, {Anywhere}",
        Lifecycle.Close => $"WebSocketConnection, WebSocketCloseStatus?, string? (the reason), {Anywhere}",
        Lifecycle.Error => $"one exception, WebSocketConnection?, HttpContext?, HttpRequest?, {Anywhere}",
        _ => $"ReadOnlyMemory<byte> (the payload), WebSocketConnection, {Anywhere}",
    };

    public static string Returns(Lifecycle lifecycle) => lifecycle switch
    {
        Lifecycle.Login => "bool, IResult? or ClaimsPrincipal?, or a Task or ValueTask of one of these: it decides whether the client may connect",
        Lifecycle.Open or Lifecycle.Message => "void, Task, ValueTask, T, Task<T>, ValueTask<T>, IAsyncEnumerable<T> or ChannelReader<T>, where T is what is sent",
        Lifecycle.Error => "void, Task, ValueTask, IResult?, or a Task or ValueTask of IResult?",
        Lifecycle.Close => "void, Task or ValueTask: the connection is closed, so no reply can be sent",
        _ => "void, Task or ValueTask",
    };

    /// <summary>Why a type that is bound elsewhere is not to be had here; null: it is no such type.</summary>
    public static string? WhyNot(ITypeSymbol type, Lifecycle lifecycle) => type switch
    {
        _ when type.Is(KnownNames.Connection) => "there is no connection before the login has succeeded",
        _ when type.Is(KnownNames.WebSocketMessage) => "WebSocketMessage is only there while a message is handled",
        _ when type.Is(KnownNames.HttpContext) || type.Is(KnownNames.HttpRequest) => "the request is over once the connection is open; keep what you need of it in a field of the handler, from [OnOpen]",
        _ when type.DerivesFrom(KnownNames.Exception) => "only [OnError] takes an exception",
        _ when type.WithoutNullable().Is(KnownNames.CloseStatus) => lifecycle == Lifecycle.Close
            ? "the status is null when the connection was lost, so it must be declared WebSocketCloseStatus?"
            : "only [OnClose] takes the status of a close frame",
        _ when type.SpecialType == SpecialType.System_String => lifecycle == Lifecycle.Close
            ? "the reason, which may be null, is one parameter that must be declared string?, and the path has no variable of this name"
            : null,
        _ => null,
    };
}
