using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>
/// Why a type is never a service (WSG0007). A class may be registered under any name, so only what the framework or the language
/// keeps for other purposes is distinguished.
/// </summary>
internal static class ServiceObstacle
{
    /// <summary>What the type is, and what to do; null: it may be a service.</summary>
    public static (string What, string Remedy)? Find(HandlerContext context, string name, ITypeSymbol type) => type switch
    {
        _ when IsOfConnection(type) => ($"'{type.ToShortText()}' belongs to one connection", "Take it as a parameter of [OnOpen] or of another method, and keep it in a field if need be"),
        _ when type.Is(KnownNames.HttpContext) || type.Is(KnownNames.HttpRequest) => ($"'{type.ToShortText()}' belongs to the request", "Take it as a parameter of [OnLogin] or [OnOpen]"),
        { IsValueType: false, SpecialType: not SpecialType.System_String } => null,
        _ when context.Route.Find(name) is not null => ($"'{name}' is a variable of the path", "Take it as a parameter of the methods that need it"),
        _ => ($"'{type.ToShortText()}' is a plain value", "Take an IOptions<T>, or a class of your own that holds it"),
    };

    private static bool IsOfConnection(ITypeSymbol type) =>
        type.Is(KnownNames.Connection) || type.Is(KnownNames.Channels) || type.Is(KnownNames.Group)
        || type.Is(KnownNames.WebSocketMessage) || type.Is(KnownNames.CancellationToken);
}
