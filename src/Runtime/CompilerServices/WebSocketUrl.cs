using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WebSockets.Handshake;
using WebSockets.Hosting;

namespace WebSockets.CompilerServices;

/// <summary>
/// Makes the address of a handler from the values of its path's variables. Called by the generated part of methods with <see cref="WebSocketUrlAttribute"/>.
/// Null leaves a variable out.
/// </summary>
/// <param name="http">The request, whose scheme, host and path base are used.</param>
/// <param name="handler">The handler class.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WebSocketUrl(HttpContext http, Type handler)
{
    private readonly RouteValueDictionary _values = [];

    /// <summary>A variable that is read as text.</summary>
    public WebSocketUrl Text(string name, string? value) => Add(name, value);

    /// <summary>A variable that is parsed.</summary>
    /// <exception cref="ArgumentException">What the value writes is not read as the same value.</exception>
    public WebSocketUrl Parse<T>(string name, T? value) where T : IParsable<T> =>
        value is null ? Add(name, null)
        : ValueText.TryWrite(value, out var text) ? Add(name, text)
        : throw Unreadable(name, text, typeof(T));

    /// <summary>A variable that is parsed, or null.</summary>
    /// <exception cref="ArgumentException">What the value writes is not read as the same value.</exception>
    public WebSocketUrl ParseNullable<T>(string name, T? value) where T : struct, IParsable<T> => value is { } given ? Parse(name, given) : Add(name, null);

    /// <summary>A variable that is read as an enum.</summary>
    /// <exception cref="ArgumentException">The value is no member of the enum.</exception>
    public WebSocketUrl Enum<T>(string name, T value) where T : struct, Enum =>
        ValueText.TryWriteEnum(value, out var text) ? Add(name, text) : throw Unreadable(name, text, typeof(T));

    /// <summary>A variable that is read as an enum, or null.</summary>
    /// <exception cref="ArgumentException">The value is no member of the enum.</exception>
    public WebSocketUrl EnumNullable<T>(string name, T? value) where T : struct, Enum => value is { } given ? Enum(name, given) : Add(name, null);

    /// <summary>The address: <c>ws</c>, or <c>wss</c> where the request came by HTTPS.</summary>
    /// <exception cref="InvalidOperationException">The handler is not mapped, or a variable of its path has no value.</exception>
    /// <exception cref="ArgumentException">A value cannot stand in the path: the handler would read another one.</exception>
    public Uri Create() => HandlerUrl.Create(http, handler, _values);

    private WebSocketUrl Add(string name, string? text)
    {
        _values[name] = text;
        return this;
    }

    private static ArgumentException Unreadable(string name, string text, Type type) =>
        new($"The value of '{name}' is written as '{text}', which is not read as the same value of {type.Name}.", name);
}
