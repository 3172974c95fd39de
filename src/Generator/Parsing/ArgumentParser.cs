using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Binds the parameters of one method: by attribute, then by type, then by name; what is left is the payload.</summary>
internal sealed class ArgumentParser(HandlerContext context, IMethodSymbol method, Lifecycle lifecycle)
{
    private bool _hasReason;

    /// <summary>Null: the parameter is not valid, and the method is passed over.</summary>
    public ArgumentModel? Parse(IParameterSymbol parameter)
    {
        if (parameter.RefKind != RefKind.None || parameter.IsParams)
        {
            // WSG0207
            var modifier = parameter.IsParams ? "params" : parameter.RefKind == RefKind.RefReadOnlyParameter ? "ref readonly" : parameter.RefKind.ToString().ToLowerInvariant();
            context.Sink.Report(Descriptors.PassedByReference, Place.Of(parameter), parameter.Name, method.ToName(), modifier);
            return null;
        }

        if (!UnseenType.Check(context, Place.Of(parameter), $"Parameter '{parameter.Name}' of '{method.ToName()}' takes", parameter.Type))
        {
            return null;
        }

        var attributes = ParameterAttributes.Read(parameter);
        if (attributes.Source is { } source)
        {
            return Bound(parameter, source, attributes);
        }

        if (attributes.IsService)
        {
            return parameter.Type.IsSpeakable() ? Service(parameter, attributes.ServiceKey) : Unbindable(parameter, "its type cannot be a service");
        }

        return ByType(parameter) ?? ByName(parameter) ?? ByRest(parameter);
    }

    private ArgumentModel? Bound(IParameterSymbol parameter, BoundSource source, ParameterAttributes attributes)
    {
        var key = attributes.Key ?? parameter.Name;
        if (source == BoundSource.Route)
        {
            if (context.Route.Find(key) is not { } variable)
            {
                // WSG0103
                var place = attributes.Key is null ? Place.Of(parameter) : Place.OfArgument(attributes.Attribute!, 0, "Name");
                var known = context.Route.Variables.Count == 0 ? "none" : string.Join(", ", context.Route.Variables.Select(static v => v.Name));
                context.Sink.Report(Descriptors.UnknownVariable, place, parameter.Name, method.ToName(), key, context.Route.Path, known);
                return null;
            }

            return Variable(parameter, variable);
        }

        return Bound(parameter, source, key);
    }

    private ArgumentModel? Variable(IParameterSymbol parameter, RouteVariable variable)
    {
        if (variable is { IsOptional: true, HasDefault: false } && !parameter.HasExplicitDefaultValue && MustBeThere(parameter))
        {
            // WSG0106. A request without it is refused; the call is good all the same.
            context.Sink.Report(Descriptors.OptionalVariable, Place.Of(parameter), variable.Name, parameter.Name, method.ToName(), parameter.Type.ToShortText());
        }

        return Bound(parameter, BoundSource.Route, variable.Name);
    }

    private static bool MustBeThere(IParameterSymbol parameter) =>
        !parameter.Type.TakesNull() && (parameter.Type.IsValueType || parameter.NullableAnnotation == NullableAnnotation.NotAnnotated);

    private ArgumentModel? Bound(IParameterSymbol parameter, BoundSource source, string key)
    {
        if (BoundValueParser.Parse(parameter, source, key) is { } value)
        {
            return new(ArgumentKind.Bound) { Bound = value };
        }

        // WSG0104
        var (place, more) = source switch
        {
            BoundSource.Route => ("path", "or a nullable of those"),
            BoundSource.Query => ("query string", "or a nullable or an array of those"),
            _ => ("headers", "or a nullable or an array of those"),
        };
        context.Sink.Report(Descriptors.NotParsable, Place.Of(parameter), parameter.Name, method.ToName(), place, parameter.Type.ToShortText(), more + UnseenType.Parsable(parameter.Type));
        return null;
    }

    private ArgumentModel? ByType(IParameterSymbol parameter)
    {
        var type = parameter.Type;

        // Where nullable annotations are off, a default of null says that null is taken.
        var isNullable = type.TakesNull() || parameter is { NullableAnnotation: NullableAnnotation.None, HasExplicitDefaultValue: true, ExplicitDefaultValue: null };
        ArgumentKind? kind = type switch
        {
            _ when type.Is(KnownNames.Principal) => ArgumentKind.User,
            _ when type.Is(KnownNames.CancellationToken) => ArgumentKind.CancellationToken,
            _ when type.Is(KnownNames.Connection) && lifecycle != Lifecycle.Login => ArgumentKind.Connection,
            _ when type.Is(KnownNames.WebSocketMessage) && lifecycle == Lifecycle.Message => ArgumentKind.Message,
            _ when type.Is(KnownNames.HttpContext) && HasRequest => ArgumentKind.HttpContext,
            _ when type.Is(KnownNames.HttpRequest) && HasRequest => ArgumentKind.HttpRequest,
            _ when type.DerivesFrom(KnownNames.Exception) && lifecycle == Lifecycle.Error => ArgumentKind.Exception,
            _ when type.TakesNull() && type.WithoutNullable().Is(KnownNames.CloseStatus) && lifecycle == Lifecycle.Close => ArgumentKind.CloseStatus,
            _ when PayloadParser.IsOfBytes(type, KnownNames.ReadOnlyMemory) && lifecycle is Lifecycle.Ping or Lifecycle.Pong => ArgumentKind.ControlPayload,
            _ => null,
        };
        if (kind == ArgumentKind.Exception && !type.IsSpeakable())
        {
            return null;
        }

        return kind is { } found
            ? new(found) { IsNullable = isNullable, Exception = found == ArgumentKind.Exception ? type.ToCode() : null }
            : type.Is(KnownNames.ServiceProvider) ? Service(parameter, key: null) : null;
    }

    private bool HasRequest => lifecycle is Lifecycle.Login or Lifecycle.Open or Lifecycle.Error;

    private ArgumentModel? ByName(IParameterSymbol parameter) =>
        LifecycleText.WhyNot(parameter.Type, lifecycle) is null || parameter.Type.SpecialType == SpecialType.System_String
            ? context.Route.Find(parameter.Name) is { } variable && BoundValueParser.IsSingle(parameter.Type)
                ? Variable(parameter, variable)
                : Reason(parameter)
            : null;

    private ArgumentModel? Reason(IParameterSymbol parameter)
    {
        if (lifecycle != Lifecycle.Close
            || _hasReason
            || parameter.Type is not { SpecialType: SpecialType.System_String, NullableAnnotation: not NullableAnnotation.NotAnnotated })
        {
            return null;
        }

        _hasReason = true;
        return new(ArgumentKind.CloseReason);
    }

    private ArgumentModel? ByRest(IParameterSymbol parameter)
    {
        var type = parameter.Type;
        if (LifecycleText.WhyNot(type, lifecycle) is { } reason)
        {
            return Unbindable(parameter, reason);
        }

        if (context.Route.Find(parameter.Name) is { } variable)
        {
            // Its name says the path and its type cannot be: WSG0104.
            return Bound(parameter, BoundSource.Route, variable.Name);
        }

        if (context.Route.Error is not null && BoundValueParser.IsSingle(type))
        {
            return null; // WSG0101 is reported: it may well be a variable of the path that was meant
        }

        if (!type.IsSpeakable())
        {
            return Unbindable(parameter, $"'{type.ToShortText()}' cannot be the type of a value that is kept, read or resolved");
        }

        if (type.TypeKind == TypeKind.Interface && !CollectionTypes.IsCollection(type))
        {
            return Service(parameter, key: null);
        }

        if (lifecycle == Lifecycle.Message)
        {
            if (MessageObstacle.OfPayload(type) is { } why)
            {
                return Unbindable(parameter, why);
            }

            return new(ArgumentKind.Payload) { Payload = PayloadParser.Parse(type) };
        }

        if (lifecycle is Lifecycle.Ping or Lifecycle.Pong)
        {
            return Unbindable(parameter, $"'{type.ToShortText()}' is none of the types, and the path has no variable '{parameter.Name}'");
        }

        // WSG0206
        context.Sink.Report(
            Descriptors.PayloadWithoutMessage,
            Place.Of(parameter),
            parameter.Name,
            method.ToName(),
            LifecycleText.Attribute(lifecycle),
            type.ToShortText(),
            LifecycleText.Parameters(lifecycle));
        return null;
    }

    private static ArgumentModel Service(IParameterSymbol parameter, string? key) =>
        new(ArgumentKind.Service) { Service = ServiceParser.Parse(parameter, key) };

    private ArgumentModel? Unbindable(IParameterSymbol parameter, string why)
    {
        // WSG0205
        context.Sink.Report(
            Descriptors.Unbindable,
            Place.Of(parameter),
            parameter.Name,
            method.ToName(),
            why,
            LifecycleText.Attribute(lifecycle),
            LifecycleText.Parameters(lifecycle));
        return null;
    }
}
