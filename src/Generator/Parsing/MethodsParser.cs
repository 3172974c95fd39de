using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Reads a handler's methods, and holds them against each other.</summary>
internal sealed class MethodsParser(HandlerContext context, IReadOnlyList<LifecycleMethod> methods)
{
    public MethodsModel Parse() => new()
    {
        Login = Single(Lifecycle.Login),
        Open = Single(Lifecycle.Open),
        Messages = MessageMethodsParser.Parse(context, methods.Where(static method => method.Lifecycle == Lifecycle.Message)),
        Close = Single(Lifecycle.Close),
        Ping = Single(Lifecycle.Ping),
        Pong = Single(Lifecycle.Pong),
        Errors = Errors(),
    };

    private MethodModel? Single(Lifecycle lifecycle)
    {
        MethodModel? model = null;
        IMethodSymbol? first = null;
        foreach (var (symbol, _, _) in methods.Where(method => method.Lifecycle == lifecycle))
        {
            var parsed = MethodParser.Parse(context, symbol, lifecycle);
            if (first is null)
            {
                (first, model) = (symbol, parsed);
                continue;
            }

            // WSG0201
            context.Sink.Report(Descriptors.SeveralOfOne, Place.Of(symbol), symbol.ToShortText(), LifecycleText.Attribute(lifecycle), first.ToShortText());
        }

        return model;
    }

    private EquatableArray<MethodModel> Errors()
    {
        var found = new List<(MethodModel Model, IMethodSymbol Symbol, int Depth)>();
        foreach (var (symbol, lifecycle, _) in methods.Where(static method => method.Lifecycle == Lifecycle.Error))
        {
            if (MethodParser.Parse(context, symbol, lifecycle) is not { } model)
            {
                continue;
            }

            var same = found.FirstOrDefault(other => other.Model.Exception == model.Exception);
            if (same.Symbol is not null)
            {
                // WSG0212
                var exception = symbol.Parameters.First(static parameter => parameter.Type.DerivesFrom(KnownNames.Exception)).Type;
                context.Sink.Report(Descriptors.SameException, Place.Of(symbol), same.Symbol.ToShortText(), symbol.ToShortText(), exception.ToShortText());
                continue;
            }

            found.Add((model, symbol, Depth(symbol)));
        }

        // Of two exceptions of which one derives from the other, that one is the deeper; by name where neither does.
        return found
            .OrderByDescending(static error => error.Depth)
            .ThenBy(static error => error.Model.Exception, StringComparer.Ordinal)
            .Select(static error => error.Model)
            .ToEquatableArray();
    }

    private static int Depth(IMethodSymbol method)
    {
        var depth = 0;
        for (var type = method.Parameters.First(static parameter => parameter.Type.DerivesFrom(KnownNames.Exception)).Type; type is not null; type = type.BaseType)
        {
            depth++;
        }

        return depth;
    }
}
