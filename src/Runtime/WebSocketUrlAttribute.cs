namespace WebSockets;

/// <summary>
/// Marks a method of a handler that makes the handler's address, for the client of a request:
/// <c>[WebSocketUrl] public static partial Uri GetUrl(HttpContext http, string room);</c>. The generator writes its body.
/// </summary>
/// <remarks>
/// The method is static and partial, has no body and returns <see cref="Uri"/>. It takes one <see cref="Microsoft.AspNetCore.Http.HttpContext"/> or
/// <see cref="Microsoft.AspNetCore.Http.HttpRequest"/>, whose scheme, host and path base are used; its other parameters are variables of the path, of the types that the
/// handler's methods take them as. A variable that may be left out may have a default, or no parameter. The handler reads the same values from the address,
/// or the call throws an <see cref="ArgumentException"/>. It throws an <see cref="InvalidOperationException"/> where the handler is not mapped.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WebSocketUrlAttribute : Attribute;
