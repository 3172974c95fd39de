using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>The types whose values are streams: each item is a reply.</summary>
internal static class StreamTypes
{
    /// <summary>The type of the items of a stream, of a type that is one or derives from one; null: it is no stream, or several.</summary>
    public static ITypeSymbol? Item(ITypeSymbol type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.Is(KnownNames.ChannelReader))
            {
                return ((INamedTypeSymbol)t).TypeArguments[0];
            }
        }

        return type.Is(KnownNames.AsyncEnumerable) ? ((INamedTypeSymbol)type).TypeArguments[0]
            : type.AllInterfaces.Where(static i => i.Is(KnownNames.AsyncEnumerable)).ToArray() is [var only] ? only.TypeArguments[0]
            : null;
    }

    /// <summary>Whether it is one of the two types themselves, as a task has to hold them: a task of a derived type is another type.</summary>
    public static bool IsStream(ITypeSymbol type) => type.Is(KnownNames.ChannelReader) || type.Is(KnownNames.AsyncEnumerable);

    /// <summary>Whether its values are waited for, item by item, so that no message holds them.</summary>
    public static bool IsOfItems(ITypeSymbol type) =>
        type.Implements(KnownNames.AsyncEnumerable) || type.Implements(KnownNames.AsyncEnumerator) || type.DerivesFrom(KnownNames.ChannelReader) || IsChannel(type);

    /// <summary>Whether it is a channel, or the end of one that is written to.</summary>
    public static bool IsChannel(ITypeSymbol type) => type.DerivesFrom(KnownNames.Channel) || type.DerivesFrom(KnownNames.ChannelWriter);
}
