using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Reads one lifecycle method's signature.</summary>
internal static class MethodParser
{
    /// <summary>Null: it is not valid and is passed over, so that the only error is the one reported here.</summary>
    public static MethodModel? Parse(HandlerContext context, IMethodSymbol method, Lifecycle lifecycle)
    {
        var isCallable = true;
        if (method.IsGenericMethod)
        {
            // WSG0208
            context.Sink.Report(Descriptors.Generic, Place.Of(method), method.ToName());
            return null;
        }

        if (method is { IsAsync: true, ReturnsVoid: true })
        {
            // WSG0209
            context.Sink.Report(Descriptors.AsyncVoid, Place.OfReturnType(method), method.ToName());
            isCallable = false;
        }

        CheckTokens(context, method);
        EndpointAttributes.Check(context, method, lifecycle);
        var binder = new ArgumentParser(context, method, lifecycle);
        var arguments = method.Parameters.Select(binder.Parse).ToArray();
        isCallable &= !arguments.Contains(null);
        isCallable &= HasOnePayload(context, method, arguments);
        isCallable &= lifecycle != Lifecycle.Error || HasOneException(context, method, arguments);
        var result = Return(context, method, lifecycle);
        if (!isCallable || result is null)
        {
            return null;
        }

        return new()
        {
            Name = method.Name,
            Display = method.ToShortText(),
            StaticType = method.IsStatic ? method.ContainingType.ToCode() : null,
            Arguments = arguments.OfType<ArgumentModel>().ToEquatableArray(),
            Return = result,
            Authorization = lifecycle == Lifecycle.Message ? AuthorizationParser.Parse(method) : null,
        };
    }

    // WSG0214. The call is good all the same.
    private static void CheckTokens(HandlerContext context, IMethodSymbol method)
    {
        if (method.Parameters.Where(static parameter => parameter.Type.Is(KnownNames.CancellationToken)).Take(2).ToArray() is [var first, var second])
        {
            context.Sink.Report(Descriptors.SeveralTokens, Place.Of(second), method.ToName(), first.Name, second.Name);
        }
    }

    private static bool HasOnePayload(HandlerContext context, IMethodSymbol method, ArgumentModel?[] arguments)
    {
        var payloads = method.Parameters.Where((_, i) => arguments[i]?.Kind == ArgumentKind.Payload).ToArray();
        if (payloads.Length < 2)
        {
            return true;
        }

        // WSG0204
        var names = string.Join(", ", payloads.Select(static parameter => $"'{parameter.Type.ToShortText()} {parameter.Name}'"));
        context.Sink.Report(Descriptors.SeveralPayloads, Place.Of(payloads[1]), method.ToName(), names);
        return false;
    }

    private static bool HasOneException(HandlerContext context, IMethodSymbol method, ArgumentModel?[] arguments)
    {
        var count = arguments.Count(static argument => argument?.Kind == ArgumentKind.Exception);
        if (count == 1)
        {
            return true;
        }

        // WSG0211, unless a parameter that could not be bound may have been meant to be the one.
        if (count > 1 || !arguments.Contains(null))
        {
            context.Sink.Report(Descriptors.ExceptionParameter, Place.Of(method), method.ToName(), count == 0 ? "no" : "several");
        }

        return false;
    }

    private static ReturnModel? Return(HandlerContext context, IMethodSymbol method, Lifecycle lifecycle)
    {
        if (!UnseenType.Check(context, Place.OfReturnType(method), $"'{method.ToName()}' returns", method.ReturnType))
        {
            return null;
        }

        var result = ReturnParser.Parse(method, lifecycle, out var remark);
        if (result is null && method is not { IsAsync: true, ReturnsVoid: true })
        {
            // WSG0210
            context.Sink.Report(
                Descriptors.ReturnType,
                Place.OfReturnType(method),
                method.ToName(),
                method.ReturnType.ToShortText(),
                remark,
                LifecycleText.Attribute(lifecycle),
                LifecycleText.Returns(lifecycle));
        }

        return result;
    }
}
