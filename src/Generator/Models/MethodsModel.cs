using WebSockets.Generator.Infrastructure;

namespace WebSockets.Generator.Models;

/// <summary>A handler's methods.</summary>
internal sealed record MethodsModel
{
    public MethodModel? Login { get; init; }

    public MethodModel? Open { get; init; }

    /// <summary>Named and unnamed ones, in an order that does not depend on that of the files.</summary>
    public EquatableArray<MessageMethodModel> Messages { get; init; }

    public MethodModel? Close { get; init; }

    public MethodModel? Ping { get; init; }

    public MethodModel? Pong { get; init; }

    /// <summary>Those of the most derived exceptions first.</summary>
    public EquatableArray<MethodModel> Errors { get; init; }

    /// <summary>Every method, in the order in which a connection comes to them.</summary>
    public IEnumerable<MethodModel> All =>
        new[] { Login, Open }
            .Concat(Messages.Select(static message => message.Method))
            .Concat([Close, Ping, Pong])
            .Concat(Errors)
            .OfType<MethodModel>();
}
