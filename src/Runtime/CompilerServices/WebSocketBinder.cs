using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;
using WebSockets.Handshake;

namespace WebSockets.CompilerServices;

/// <summary>
/// Reads what a handler's methods take from the handshake's path, query and headers. The first value that is missing or does not
/// parse is kept in <see cref="Error"/>; reading goes on with defaults.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WebSocketBinder(HttpContext http)
{
    /// <summary>Which value is wrong, in words that are safe to send; null when all were read.</summary>
    public string? Error { get; private set; }

    /// <summary>A variable of the path.</summary>
    public Value Route(string name) =>
        new(this, name, "path", Convert.ToString(http.GetRouteValue(name), CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : StringValues.Empty);

    /// <summary>A value of the query string.</summary>
    public Value Query(string name) => new(this, name, "query", http.Request.Query[name]);

    /// <summary>A header of the request.</summary>
    public Value Header(string name) => new(this, name, "header", http.Request.Headers[name]);

    private void Fail(in Value value) => Error ??= $"The {value.Source} value '{value.Name}' is missing or not valid.";

    /// <summary>A value as it was sent, before it is parsed. The culture is the invariant one.</summary>
    public readonly struct Value
    {
        private readonly WebSocketBinder _binder;
        private readonly StringValues _values;

        internal Value(WebSocketBinder binder, string name, string source, StringValues values)
        {
            _binder = binder;
            _values = values;
            Name = name;
            Source = source;
        }

        internal string Name { get; }

        internal string Source { get; }

        private string? Single => _values.Count == 0 ? null : _values[0];

        /// <summary>The text, which must be there.</summary>
        public string Text() => Single ?? Missing<string>();

        /// <summary>The text, or the default if there is none.</summary>
        [return: NotNullIfNotNull(nameof(fallback))]
        public string? Text(string? fallback) => Single ?? fallback;

        /// <summary>Every text of that name.</summary>
        public string[] Texts() => _values.Count == 0 ? [] : (string[])_values.ToArray()!;

        /// <summary>The parsed value, which must be there.</summary>
        public T Parse<T>() where T : IParsable<T> => Single is { } text ? Parse<T>(text) : Missing<T>();

        /// <summary>The parsed value, or the default if there is none.</summary>
        [return: NotNullIfNotNull(nameof(fallback))]
        public T? Parse<T>(T? fallback) where T : IParsable<T> => Single is { } text ? Parse<T>(text) : fallback;

        /// <summary>The parsed value, or the default (null, if none is given) if there is none.</summary>
        public T? ParseNullable<T>(T? fallback = null) where T : struct, IParsable<T> => Single is { } text ? Parse<T>(text) : fallback;

        /// <summary>Every value of that name, parsed.</summary>
        public T[] ParseAll<T>() where T : IParsable<T>
        {
            var values = new T[_values.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = Parse<T>(_values[i]!);
            }

            return values;
        }

        /// <summary>The enum member, by name in any case or by number, which must be there.</summary>
        public T Enum<T>() where T : struct, Enum => Single is { } text ? ParseEnum<T>(text) : Missing<T>();

        /// <summary>The enum member, or the default if there is none.</summary>
        public T Enum<T>(T fallback) where T : struct, Enum => Single is { } text ? ParseEnum<T>(text) : fallback;

        /// <summary>The enum member, or the default (null, if none is given) if there is none.</summary>
        public T? EnumNullable<T>(T? fallback = null) where T : struct, Enum => Single is { } text ? ParseEnum<T>(text) : fallback;

        /// <summary>Every enum member of that name.</summary>
        public T[] EnumAll<T>() where T : struct, Enum
        {
            var values = new T[_values.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = ParseEnum<T>(_values[i]!);
            }

            return values;
        }

        private T Parse<T>(string text) where T : IParsable<T> => ValueText.TryParse<T>(text, out var value) ? value! : Missing<T>();

        private T ParseEnum<T>(string text) where T : struct, Enum => ValueText.TryParseEnum<T>(text, out var value) ? value : Missing<T>();

        private T Missing<T>()
        {
            _binder.Fail(this);
            return default!;
        }
    }
}
