using System.ComponentModel;
using System.Text.Json;

namespace WebSockets.CompilerServices;

/// <summary>Reads one type of payload. What <see cref="WebSocketJson.Incoming{T}"/> gives uses System.Text.Json; another may do it in straight-line code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class WebSocketReader<T>
{
    /// <summary>The type would refuse or keep the envelope's members, which stand among its own in a flat message: they are cut out first.</summary>
    internal virtual bool MindsEnvelope => false;

    /// <summary>The type has a member of the name that the envelope has for ids.</summary>
    internal virtual bool HasOwnId => false;

    /// <summary>Reads a payload.</summary>
    /// <param name="json">
    /// All of it. In a flat message that is the message: the members of the envelope have to be passed over as any other that the type lacks.
    /// </param>
    /// <param name="options">How the app reads JSON.</param>
    /// <returns>Null where the JSON is null.</returns>
    /// <exception cref="JsonException">It is not JSON, or not what the type needs, or something follows it.</exception>
    public abstract T? Read(ReadOnlySpan<byte> json, JsonReaderOptions options);
}
