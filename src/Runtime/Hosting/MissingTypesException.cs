namespace WebSockets.Hosting;

/// <summary>Message types that the JSON options of handlers know nothing of. The message has the lines that mend it.</summary>
internal sealed class MissingTypesException(IReadOnlyList<string> handlers, IReadOnlyList<Type> types) : InvalidOperationException(Describe(handlers, types))
{
    private IReadOnlyList<string> Handlers { get; } = handlers;

    private IReadOnlyList<Type> Types { get; } = types;

    /// <summary>One error for several handlers, in which each type stands once.</summary>
    public static MissingTypesException Join(IReadOnlyCollection<MissingTypesException> errors) =>
        new([.. errors.SelectMany(error => error.Handlers)], [.. errors.SelectMany(error => error.Types).Distinct()]);

    private static string Describe(IReadOnlyList<string> handlers, IReadOnlyList<Type> types)
    {
        var lines = string.Join('\n', types.Select(type => $"[JsonSerializable(typeof({TypeName.CSharp(type)}))]"));
        return $"""
            The JSON options of {string.Join(", ", handlers)} know nothing of {types.Count} message types. Add to a JsonSerializerContext that they use:

            {lines}

            and name the context with JsonContext on [WebSocketHandler], or insert it with builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, MyContext.Default)).
            """;
    }
}
