using Microsoft.CodeAnalysis;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Decides what becomes of a method's return value.</summary>
internal static class ReturnParser
{
    /// <summary>Null: the attribute does not allow it (WSG0210).</summary>
    /// <param name="method">The method.</param>
    /// <param name="lifecycle">What it is called for.</param>
    /// <param name="remark">What else there is to say of it.</param>
    public static ReturnModel? Parse(IMethodSymbol method, Lifecycle lifecycle, out string remark)
    {
        remark = "";
        if (method.RefKind != RefKind.None)
        {
            remark = " by reference";
            return null;
        }

        var (shape, value) = Unwrap(method.ReturnType);
        return lifecycle switch
        {
            Lifecycle.Login => Login(shape, value),
            Lifecycle.Error => value is null ? new(shape) : IsResult(shape, value) ? new(shape, ReturnValue.Result) : null,
            Lifecycle.Open or Lifecycle.Message when value is not null => Reply(shape, value, out remark),
            _ => value is null ? new(shape) { IsNullable = shape == ReturnShape.Task && method.ReturnType.NullableAnnotation != NullableAnnotation.NotAnnotated } : null,
        };
    }

    /// <summary>What a reply is, for those who look for its type; null: there is none.</summary>
    public static ITypeSymbol? ReplyType(IMethodSymbol method) => Unwrap(method.ReturnType).Value;

    private static (ReturnShape Shape, ITypeSymbol? Value) Unwrap(ITypeSymbol type)
    {
        var argument = (type as INamedTypeSymbol)?.TypeArguments.FirstOrDefault();
        return type switch
        {
            { SpecialType: SpecialType.System_Void } => (ReturnShape.Void, null),
            _ when type.Is(KnownNames.Task) => (ReturnShape.Task, null),
            _ when type.Is(KnownNames.ValueTask) => (ReturnShape.ValueTask, null),
            _ when StreamTypes.Item(type) is { } item => (ReturnShape.Sequence, item),
            _ when (type.Is(KnownNames.TaskOf) || type.Is(KnownNames.ValueTaskOf)) && StreamTypes.IsStream(argument!) => (ReturnShape.Sequence, StreamTypes.Item(argument!)),
            _ when type.Is(KnownNames.TaskOf) => (ReturnShape.TaskOfValue, argument),
            _ when type.Is(KnownNames.ValueTaskOf) => (ReturnShape.ValueTaskOfValue, argument),
            _ => (ReturnShape.Value, type),
        };
    }

    private static ReturnModel? Login(ReturnShape shape, ITypeSymbol? value) => value switch
    {
        null => null,
        _ when shape == ReturnShape.Sequence => null,
        { SpecialType: SpecialType.System_Boolean } => new(shape, ReturnValue.Bool),
        _ when IsResult(shape, value) => new(shape, ReturnValue.Result),
        _ when value.Is(KnownNames.Principal) => new(shape, ReturnValue.Principal),

        // A task of a derived principal is no task of a principal.
        _ when shape == ReturnShape.Value && value.DerivesFrom(KnownNames.Principal) && value.IsSpeakable() => new(shape, ReturnValue.Principal),
        _ => null,
    };

    private static bool IsResult(ReturnShape shape, ITypeSymbol value) =>
        shape != ReturnShape.Sequence && value.IsSpeakable() && value.Implements(KnownNames.HttpResult);

    private static ReturnModel? Reply(ReturnShape shape, ITypeSymbol value, out string remark)
    {
        remark = "";
        if (value.Implements(KnownNames.HttpResult))
        {
            remark = ", which answers HTTP requests; the connection is a WebSocket by now";
            return null;
        }

        if (MessageObstacle.OfReply(value) is { } why)
        {
            remark = why;
            return null;
        }

        if (value.TakesNull() && PayloadParser.IsOfBytes(value.WithoutNullable(), KnownNames.ReadOnlyMemory))
        {
            remark = "; for binary replies that may be missing use byte[]?";
            return null;
        }

        if (!value.IsSpeakable())
        {
            return null;
        }

        var model = value switch
        {
            { SpecialType: SpecialType.System_String } => new ReturnModel(shape, ReturnValue.Text),
            _ when PayloadParser.IsBytes(value) => new(shape, ReturnValue.Bytes),
            _ when PayloadParser.IsOfBytes(value, KnownNames.ReadOnlyMemory) => new(shape, ReturnValue.Memory),
            _ => new(shape, ReturnValue.Json, PayloadParser.Json(value)),
        };
        return model with { IsNullable = value.IsReferenceType && value.TakesNull() };
    }
}
