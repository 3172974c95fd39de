using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.Analyzers;

/// <summary>Holds the types that an assembly receives, returns and sends against the contexts that cover them.</summary>
internal sealed class JsonCoverage
{
    private readonly Compilation _compilation;
    private readonly bool _isNeeded;
    private readonly JsonContexts _contexts;
    private readonly AssemblyHandlers _handlers;
    private readonly JsonTypes _types;
    private readonly Lazy<JsonGap[]> _signatures;

    /// <param name="compilation">The final one.</param>
    /// <param name="isNeeded">Whether the app has nothing but contexts; else one that has none does without.</param>
    public JsonCoverage(Compilation compilation, bool isNeeded)
    {
        _compilation = compilation;
        _isNeeded = isNeeded;
        _contexts = new(compilation);
        _handlers = new(compilation);
        _types = new(compilation);
        _signatures = new(() => [.. First(_handlers.All.Where(static handler => HandlerObstacle.Find(handler) is null).SelectMany(Gaps))]);
    }

    /// <summary>What the methods of the assembly's handlers take and return and no context covers: each type once, at its first place.</summary>
    public IReadOnlyList<JsonGap> Signatures => _signatures.Value;

    /// <summary>What calls send and no context covers: each type once, at its first place, if no method's signature has been reported for it.</summary>
    public IEnumerable<JsonGap> Sends(INamedTypeSymbol type, IEnumerable<SendCall> calls) =>
        First(calls.Select(call => Gap(type, call)).OfType<JsonGap>()).Where(gap => !Signatures.Any(reported => IsSame(gap, reported)));

    private IEnumerable<JsonGap> Gaps(INamedTypeSymbol handler)
    {
        var attribute = handler.FindAttribute(KnownNames.Handler)!;
        var context = HandlerParser.Context(handler, attribute, _compilation, SilentSink.Instance);
        return MessageUse.Find(context).Select(use => Find(use, handler, handler, use.Place.FindIn(_compilation, handler, default)!)).OfType<JsonGap>();
    }

    // A call in a handler goes to its own connections, unless it says otherwise.
    private JsonGap? Gap(INamedTypeSymbol type, SendCall call)
    {
        var handler = call.Handler;
        for (var t = call.User.ContainingType; t is not null && handler is null; t = t.ContainingType)
        {
            handler = t.FindAttribute(KnownNames.Handler) is null ? null : t;
        }

        // What turns out to be a message of its own is looked up by its own type.
        return _types.MayBeMessage(call.Type) ? null : Find(MessageUse.Of(call), call.User.ContainingType ?? type, handler, call.Location);
    }

    private JsonGap? Find(MessageUse use, INamedTypeSymbol user, INamedTypeSymbol? handler, Location location)
    {
        // Of a type that cannot be carried or does not exist enough is said.
        var named = handler?.FindAttribute(KnownNames.Handler) is { } attribute ? DefinitionParser.JsonContext(attribute) as INamedTypeSymbol : null;
        if (use.Json.HasError() || new JsonCarrier(_types, named, use.IsReceived).Fault(use.Json) is not null)
        {
            return null;
        }

        if (named is not null)
        {
            // Of a context that is none, or is of no use, WSG0306 speaks.
            return named.DerivesFrom(KnownNames.JsonContext) && !JsonMode.OnlyWrites(named) ? Find(use, handler, location, [_contexts.Named(named)], named) : null;
        }

        return _isNeeded || _contexts.HasAny ? Find(use, handler, location, _contexts.All(user), Fallback(user)) : null;
    }

    private static JsonGap? Find(MessageUse use, INamedTypeSymbol? handler, Location location, IEnumerable<JsonContext> contexts, INamedTypeSymbol? fallback)
    {
        JsonContext? writes = null;
        foreach (var context in contexts.Where(context => context.Covers(use.Json)))
        {
            if (!use.IsReceived || !context.OnlyWrites(use.Json))
            {
                return null;
            }

            writes ??= context;
        }

        return new(use, location, handler, writes?.Symbol ?? fallback, writes is not null);
    }

    // One that handlers name is for those; the others are for the app.
    private INamedTypeSymbol? Fallback(INamedTypeSymbol user) => _contexts.Own(user)
        .Select(static context => context.Symbol)
        .OrderBy(context => _handlers.All.Any(handler => SymbolEqualityComparer.Default.Equals(DefinitionParser.JsonContext(handler.FindAttribute(KnownNames.Handler)!), context)))
        .FirstOrDefault();

    private static IEnumerable<JsonGap> First(IEnumerable<JsonGap> gaps)
    {
        var first = new List<JsonGap>();
        foreach (var gap in gaps.OrderBy(static gap => gap.Location, SourceOrder.Instance))
        {
            if (!first.Any(earlier => IsSame(earlier, gap)))
            {
                first.Add(gap);
            }
        }

        return first;
    }

    // One line in one context fixes both. Where the type is read, too, metadata for writing alone is not enough.
    private static bool IsSame(JsonGap one, JsonGap other) =>
        SymbolEqualityComparer.Default.Equals(one.Use.Json, other.Use.Json) && SymbolEqualityComparer.Default.Equals(one.Context, other.Context);
}
