using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Holds the parameters of a method with [WebSocketUrl] against the variables of the path (WSG0108).</summary>
internal sealed class UrlParameters(HandlerContext context, IMethodSymbol method)
{
    private readonly List<UrlValueModel> _values = [];

    /// <summary>Those that are right. The others have an error, which keeps the program from being built.</summary>
    public EquatableArray<UrlValueModel> Parse()
    {
        var methods = LifecycleMethods.Find(context with { Sink = SilentSink.Instance });
        foreach (var parameter in method.Parameters.Where(static parameter => !UrlObstacle.IsRequest(parameter)))
        {
            Add(parameter, methods);
        }

        // Of a malformed path its own error is enough.
        foreach (var variable in context.Route.Variables.Where(variable => !variable.CanBeLeftOut && context.Route.Error is null))
        {
            if (!method.Parameters.Any(parameter => !UrlObstacle.IsRequest(parameter) && IsOf(parameter, variable)))
            {
                Report(Place.Of(method), $"'{variable.Name}' of the path is missing");
            }
        }

        return _values.ToEquatableArray();
    }

    private void Add(IParameterSymbol parameter, IReadOnlyList<LifecycleMethod> methods)
    {
        if (!UnseenType.Check(context, Place.Of(parameter), $"Parameter '{parameter.Name}' of '{method.ToName()}' has the type", parameter.Type))
        {
            return;
        }

        if (context.Route.Variables.FirstOrDefault(variable => IsOf(parameter, variable)) is not { } variable)
        {
            var names = context.Route.Variables.Count == 0 ? "It has none" : "It has " + string.Join(", ", context.Route.Variables.Select(static variable => $"'{variable.Name}'"));
            Report(Place.Of(parameter), $"'{parameter.Name}' is no variable of the path. {names}");
            return;
        }

        if (_values.Any(value => value.Key == variable.Name))
        {
            Report(Place.Of(parameter), $"'{variable.Name}' has two parameters");
            return;
        }

        if (BoundValueParser.SingleForm(parameter.Type) is not { } form)
        {
            Report(Place.Of(parameter), $"'{parameter.Name}' has the type '{parameter.Type.ToShortText()}', which cannot be read from text. Use string, an enum or a type that implements IParsable<T>");
            return;
        }

        if (UrlVariables.Unfit([.. UrlVariables.Takers(methods, variable)], parameter.Type) is { } taker)
        {
            Report(Place.Of(parameter), $"'{parameter.Name}' has the type '{parameter.Type.ToShortText()}', and '{((IMethodSymbol)taker.ContainingSymbol).ToName()}' takes it as '{taker.Type.WithoutNullable().ToShortText()}'");
            return;
        }

        _values.Add(new(variable.Name, CSharpIdentifier.Escape(parameter.Name), form, parameter.Type.WithoutNullable().ToCode()));
    }

    private static bool IsOf(IParameterSymbol parameter, RouteVariable variable) =>
        string.Equals(ParameterAttributes.Read(parameter) is { Source: BoundSource.Route, Key: { } key } ? key : parameter.Name, variable.Name, StringComparison.OrdinalIgnoreCase);

    private void Report(Place place, string what) => context.Sink.Report(Descriptors.UrlParameter, place, method.ToName(), context.Route.Path, what + ".");
}
