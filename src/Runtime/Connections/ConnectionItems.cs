using System.Collections.Concurrent;

namespace WebSockets.Connections;

/// <summary>What an app keeps with a connection. As with <c>HttpContext.Items</c>, what is not there is null; unlike it, safe for several threads.</summary>
internal sealed class ConnectionItems : ConcurrentDictionary<object, object?>, IDictionary<object, object?>
{
    object? IDictionary<object, object?>.this[object key]
    {
        get => TryGetValue(key, out var value) ? value : null;
        set => this[key] = value;
    }
}
