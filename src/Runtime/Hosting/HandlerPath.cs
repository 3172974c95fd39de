using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.CompilerServices;
using WebSockets.Handshake;

namespace WebSockets.Hosting;

/// <summary>
/// Makes the address of one endpoint, and reads it as the server will. Not ASP.NET Core's own generator of links: that leaves out what equals a default in another
/// case, encodes slashes that no server decodes, and never reads what it has written.
/// </summary>
internal sealed class HandlerPath(HttpContext http, RouteEndpoint endpoint)
{
    private readonly RoutePattern _pattern = endpoint.RoutePattern;
    private readonly WebSocketHandlerDefinition _definition = endpoint.Metadata.GetRequiredMetadata<WebSocketHandlerDefinition>();

    private string Raw => _pattern.RawText ?? "";

    public (Uri? Address, Exception? Error) Create(RouteValueDictionary values)
    {
        var texts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (ReadValues(values, texts) is { } error)
        {
            return (null, error);
        }

        if (RoutePatternWriter.Write(_pattern, texts, out var missing) is not { } path)
        {
            return (null, NoValue(missing!));
        }

        if (!http.Request.Host.HasValue)
        {
            return (null, new InvalidOperationException("The request has no host, so that no address can be made for its client."));
        }

        // What is written is encoded already. Read as a path and encoded anew, %2541 would become %41, which is another value.
        var scheme = http.Request.IsHttps ? "wss" : "ws";
        var address = new Uri($"{scheme}://{http.Request.Host.ToUriComponent()}{http.Request.PathBase.ToUriComponent().TrimEnd('/')}{path}");
        return Check(address, texts) is { } difference ? (null, difference) : (address, null);
    }

    private Exception? ReadValues(RouteValueDictionary values, Dictionary<string, string> texts)
    {
        var own = RoutePatternFactory.Parse(_definition.Path);
        foreach (var (name, value) in values)
        {
            if (_pattern.GetParameter(name) is null && (value is not null || own.GetParameter(name) is null))
            {
                return new ArgumentException($"The path '{Raw}' of {_definition.Handler.Name} has no variable '{name}'.", name);
            }

            if (value is not null && ValueText.Of(value) is var text)
            {
                if (text.Length == 0)
                {
                    return new ArgumentException($"The value of '{name}' is empty, and no variable of a path can be. Null leaves out a variable that may be left out.", name);
                }

                if (text.Contains('\0'))
                {
                    return new ArgumentException($"The value of '{name}' has a null character, and no server takes a path with one.", name);
                }

                texts[name] = text;
            }
        }

        // A variable of the group that the handler is mapped in has the value that it has in this request.
        foreach (var variable in _pattern.Parameters.Where(variable => !values.ContainsKey(variable.Name) && own.GetParameter(variable.Name) is null))
        {
            if (http.GetRouteValue(variable.Name) is { } ambient && ValueText.Of(ambient) is { Length: > 0 } text)
            {
                texts[variable.Name] = text;
            }
        }

        return null;
    }

    /// <summary>What the server would read otherwise than it was given; null: nothing.</summary>
    private Exception? Check(Uri address, Dictionary<string, string> texts)
    {
        // The address is what clients and servers make of what was written: "." and ".." are resolved.
        var isOurs = PathString.FromUriComponent(address).StartsWithSegments(http.Request.PathBase, StringComparison.Ordinal, out var path);
        var read = isOurs ? Match(_pattern, path) : null;
        foreach (var (name, text) in texts)
        {
            var found = read?[name] is { } value ? ValueText.Of(value) : null;
            if (found != text)
            {
                return Refused(name, text, found is null ? "the address would not reach the handler" : $"the handler would read '{found}'");
            }
        }

        if (read is null)
        {
            return new InvalidOperationException($"The address '{address}' does not reach {_definition.Handler.Name}.");
        }

        if (Violation(_pattern, read) is var (variable, violated))
        {
            return Refused(variable, read[variable], $"it does not satisfy the constraint '{violated}'");
        }

        return Preferred(path) is not { } other ? null
            : new ArgumentException($"The address '{address}' is that of {other.DisplayName}, whose path '{other.RoutePattern.RawText}' goes before '{Raw}' of {_definition.Handler.Name}.");
    }

    // Another handler that routing prefers for this path.
    private RouteEndpoint? Preferred(PathString path) => http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Where(other => other.Metadata.GetMetadata<WebSocketHandlerDefinition>() is not null)
        .Where(other => (other.Order, other.RoutePattern.InboundPrecedence).CompareTo((endpoint.Order, _pattern.InboundPrecedence)) < 0)
        .FirstOrDefault(other => Match(other.RoutePattern, path) is { } read && Violation(other.RoutePattern, read) is null);

    private static RouteValueDictionary? Match(RoutePattern pattern, PathString path)
    {
        var read = new RouteValueDictionary();
        return new TemplateMatcher(new RouteTemplate(pattern), new RouteValueDictionary(pattern.Defaults)).TryMatch(path, read) ? read : null;
    }

    private (string Variable, string Constraint)? Violation(RoutePattern pattern, RouteValueDictionary read)
    {
        var factory = http.RequestServices.GetRequiredService<ParameterPolicyFactory>();
        foreach (var (name, policies) in pattern.ParameterPolicies)
        {
            foreach (var policy in policies)
            {
                if (factory.Create(pattern.GetParameter(name), policy) is IRouteConstraint constraint && !constraint.Match(http, null, name, read, RouteDirection.IncomingRequest))
                {
                    return (name, policy.Content ?? constraint.GetType().Name);
                }
            }
        }

        return null;
    }

    private ArgumentException Refused(string variable, object? value, string why) =>
        new($"'{value}' cannot be the value of '{variable}' in the path '{Raw}' of {_definition.Handler.Name}: {why}.", variable);

    private InvalidOperationException NoValue(string variable) =>
        new($"The path '{Raw}' of {_definition.Handler.Name} needs a value for {{{variable}}}.");
}
