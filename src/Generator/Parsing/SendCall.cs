using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace WebSockets.Generator.Parsing;

/// <summary>A call that sends a message.</summary>
/// <param name="Type">The message's type, as far as it is known.</param>
/// <param name="Handler">The handler whose connections it goes to, where the call says so by <c>WebSocketConnections&lt;T&gt;</c>.</param>
/// <param name="User">The method, property or field whose code it is.</param>
/// <param name="Location">Where it stands.</param>
internal sealed record SendCall(ITypeSymbol Type, INamedTypeSymbol? Handler, ISymbol User, Location Location)
{
    /// <summary>Null: it is another call, or what it sends is known to the caller of a generic method alone.</summary>
    public static SendCall? Find(IInvocationOperation call, ISymbol user) =>
        call.TargetMethod is { Name: "SendAsync" or "BroadcastAsync", TypeArguments: [var declared] } method
        && (method.ContainingType.Is(KnownNames.Connection) || method.ContainingType.Is(KnownNames.Group))
        && Message(call, declared) is { TypeKind: not (TypeKind.TypeParameter or TypeKind.Error) } type
            ? new(type, Connections(call.Instance), user, call.Syntax.GetLocation())
            : null;

    // The declared type decides, unless what is sent is a more derived one that is a message itself.
    private static ITypeSymbol Message(IInvocationOperation call, ITypeSymbol declared) =>
        call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Ordinal == 0)?.Value is IConversionOperation { Operand.Type: { IsReferenceType: true } actual }
        && MessageNames.Of(actual) is not null
            ? actual
            : declared;

    // connections.All, connections.To("x"), connections.Find(id)!, connections.First().To("x"), …
    private static INamedTypeSymbol? Connections(IOperation? receiver)
    {
        for (var operation = receiver; operation is not null; operation = Receiver(operation))
        {
            if (operation.Type is INamedTypeSymbol { TypeArguments: [INamedTypeSymbol handler] } type && type.Is(KnownNames.Connections))
            {
                return handler;
            }
        }

        return null;
    }

    private static IOperation? Receiver(IOperation operation) => operation switch
    {
        IInvocationOperation { Instance: null, TargetMethod.IsExtensionMethod: true } call => call.Arguments.FirstOrDefault()?.Value,
        IInvocationOperation call => call.Instance,
        IPropertyReferenceOperation property => property.Instance,
        IConversionOperation conversion => conversion.Operand,
        IConditionalAccessInstanceOperation instance => Access(instance)?.Operation,
        IConditionalAccessOperation access => access.WhenNotNull,
        _ => null,
    };

    private static IConditionalAccessOperation? Access(IOperation instance)
    {
        var operation = instance.Parent;
        while (operation is not (null or IConditionalAccessOperation))
        {
            operation = operation.Parent;
        }

        return operation as IConditionalAccessOperation;
    }
}
