using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>Why a type would be a surprise as a message: JSON has a form for some of these, which is not what was meant.</summary>
internal static class MessageObstacle
{
    /// <summary>Why a type is no payload (WSG0205); null: it may be one.</summary>
    public static string? OfPayload(ITypeSymbol type) => type switch
    {
        _ when IsServices(type) => $"'{type.ToShortText()}' is a service; mark the parameter with [FromServices]",
        _ when IsBytes(type) => $"the bytes of a message are byte[], ReadOnlyMemory<byte>, ReadOnlySequence<byte> or Stream, not '{type.ToShortText()}'",
        _ when IsOfServer(type) => $"'{type.ToShortText()}' belongs to the server and does not travel",
        _ when IsAwaitable(type) => $"'{type.ToShortText()}' is something to wait for, and no message holds it",
        _ when TupleTypes.FindIn(type) is { } tuple => $"'{tuple.ToShortText()}' is a tuple, and JSON has no names for its elements; take a record",
        _ when CollectionTypes.IsUnreadable(type) => $"'{type.ToShortText()}' is a collection that JSON cannot be read as; take an array, a list or a dictionary",
        _ => null,
    };

    /// <summary>Why a type is no reply (WSG0210), as the end of a sentence; null: it may be one.</summary>
    public static string? OfReply(ITypeSymbol type) => type switch
    {
        _ when IsBytes(type) || type.DerivesFrom(KnownNames.Stream) || PayloadParser.IsOfBytes(type, KnownNames.ReadOnlySequence) => "; for a binary reply return byte[] or ReadOnlyMemory<byte>",
        _ when type.DerivesFrom(KnownNames.Exception) => "; what an exception says is not for a client. Throw it, or reply with a message of your own",
        _ when IsServices(type) || IsOfServer(type) => ", which belongs to the server and does not travel",
        _ when StreamTypes.IsChannel(type) => "; return its reader, whose items are replies",
        _ when IsAwaitable(type) => ", which cannot be awaited as it is",
        _ when TupleTypes.FindIn(type) is { } tuple => $"; JSON has no names for the elements of the tuple '{tuple.ToShortText()}'. Return a record",
        _ => null,
    };

    private static bool IsBytes(ITypeSymbol type) =>
        PayloadParser.IsOfBytes(type.WithoutNullable(), KnownNames.Memory) || PayloadParser.IsOfBytes(type.WithoutNullable(), KnownNames.ArraySegment);

    private static bool IsServices(ITypeSymbol type) => type.Is(KnownNames.Connections);

    private static bool IsOfServer(ITypeSymbol type) =>
        type.Is(KnownNames.Connection) || type.Is(KnownNames.Channels) || type.Is(KnownNames.Group) || type.Is(KnownNames.Target)
        || type.Is(KnownNames.WebSocketMessage) || type.Is(KnownNames.CancellationToken) || type.Is(KnownNames.HttpContext)
        || type.Is(KnownNames.HttpRequest) || type.DerivesFrom(KnownNames.WebSocket);

    // Other awaitables than those that the generated code knows, and enumerators.
    private static bool IsAwaitable(ITypeSymbol type) => StreamTypes.IsOfItems(type) || HasAwaiter(type);

    // By the name alone: that is all that is remembered of another type's methods.
    private static bool HasAwaiter(ITypeSymbol type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (!t.GetMembers("GetAwaiter").IsEmpty)
            {
                return true;
            }
        }

        return false;
    }
}
