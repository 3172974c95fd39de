using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebSockets.CompilerServices;

namespace WebSockets.Dispatch;

/// <summary>Who may send to one message method.</summary>
/// <param name="Method">The method, for the log.</param>
/// <param name="Policy">All that its attributes demand together.</param>
internal sealed record MessagePolicy(string Method, AuthorizationPolicy Policy);

/// <summary>The policies of a mapped handler's message methods, put together once, when it is mapped. What is missing for them stops the app there.</summary>
internal sealed class MessageAuthorization
{
    public static readonly MessageAuthorization None = new([]);

    private readonly MessagePolicy?[] _policies;
    private readonly bool _hasSchemes;

    private MessageAuthorization(MessagePolicy?[] policies)
    {
        _policies = policies;
        _hasSchemes = Array.Exists(policies, policy => policy?.Policy.AuthenticationSchemes.Count > 0);
    }

    /// <summary>Null: everybody may send to the method.</summary>
    public MessagePolicy? this[int index] => _policies[index];

    /// <exception cref="OptionsValidationException">The app has no authorization, or lacks a policy or an authentication scheme: the message names it.</exception>
    public static MessageAuthorization Read(IServiceProvider services, WebSocketHandlerDefinition definition)
    {
        var failures = new List<string>();
        MessageDemands[] methods = [.. definition.Authorization.Select(method => MessageDemands.Read($"{definition.Name}.{method.Method}", method.Declarations, failures))];
        if (failures.Count > 0)
        {
            throw Failed(definition, failures);
        }

        if (Array.Find(methods, method => method.Attributes.Length > 0) is not { } first)
        {
            return new(new MessagePolicy?[methods.Length]);
        }

        using var scope = services.CreateScope();
        var policies = scope.ServiceProvider.GetService<IAuthorizationPolicyProvider>();
        if (policies is null || scope.ServiceProvider.GetService<IServiceProviderIsService>()?.IsService(typeof(IAuthorizationService)) == false)
        {
            failures.Add($"{first.Method} has an [Authorize], which needs services: call builder.Services.AddAuthorization().");
            throw Failed(definition, failures);
        }

        // Nothing else can go on before it, and a start waits for all it needs.
        var read = ReadAsync(methods, policies, scope.ServiceProvider.GetService<IAuthenticationSchemeProvider>(), failures).GetAwaiter().GetResult();
        return failures.Count == 0 ? new(read) : throw Failed(definition, failures);
    }

    /// <summary>
    /// Authenticates the request by the schemes that methods name: the principal of each method whose policy has some, else null. Null if there is no such method.
    /// </summary>
    public async ValueTask<(ClaimsPrincipal?[]? Users, DateTimeOffset? ExpiresUtc)> AuthenticateAsync(HttpContext http)
    {
        if (!_hasSchemes)
        {
            return default;
        }

        DateTimeOffset? earliest = null;
        var users = new ClaimsPrincipal?[_policies.Length];
        for (var i = 0; i < users.Length; i++)
        {
            if (_policies[i]?.Policy.AuthenticationSchemes is { Count: > 0 } schemes)
            {
                (users[i], var expires) = await AuthenticateAsync(http, schemes).ConfigureAwait(false);
                earliest = Earlier(earliest, expires);
            }
        }

        return (users, earliest);
    }

    /// <summary>The earlier of two times, of which each may be none.</summary>
    public static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;

    private static async Task<(ClaimsPrincipal User, DateTimeOffset? ExpiresUtc)> AuthenticateAsync(HttpContext http, IReadOnlyList<string> schemes)
    {
        var user = new ClaimsPrincipal();
        DateTimeOffset? earliest = null;
        foreach (var scheme in schemes)
        {
            var result = await http.AuthenticateAsync(scheme).ConfigureAwait(false);
            if (result is { Succeeded: true, Principal: { } principal })
            {
                user.AddIdentities(principal.Identities);
                earliest = Earlier(earliest, result.Properties?.ExpiresUtc);
            }
        }

        return (user, earliest);
    }

    private static async Task<MessagePolicy?[]> ReadAsync(
        MessageDemands[] methods, IAuthorizationPolicyProvider provider, IAuthenticationSchemeProvider? schemes, List<string> failures)
    {
        var policies = new MessagePolicy?[methods.Length];
        for (var i = 0; i < policies.Length; i++)
        {
            var (method, attributes) = methods[i];
            if (attributes.Length == 0 || await CombineAsync(method, attributes, provider, failures).ConfigureAwait(false) is not { } policy)
            {
                continue;
            }

            policies[i] = new(method, policy);
            foreach (var scheme in policy.AuthenticationSchemes)
            {
                if (schemes is null || await schemes.GetSchemeAsync(scheme).ConfigureAwait(false) is null)
                {
                    failures.Add($"{method} asks for the authentication scheme '{scheme}', which the app does not have.");
                }
            }
        }

        return policies;
    }

    // As endpoints are authorized: all that the attributes name, and the requirements that they are themselves.
    private static async Task<AuthorizationPolicy?> CombineAsync(string method, object[] attributes, IAuthorizationPolicyProvider provider, List<string> failures)
    {
        var data = attributes.OfType<IAuthorizeData>().ToArray();
        foreach (var name in data.Select(one => one.Policy).Where(name => !string.IsNullOrWhiteSpace(name)))
        {
            if (await provider.GetPolicyAsync(name!).ConfigureAwait(false) is null)
            {
                failures.Add($"{method} asks for the authorization policy '{name}', which the app does not have.");
                return null;
            }
        }

        var named = await AuthorizationPolicy.CombineAsync(provider, data).ConfigureAwait(false);
        var builder = named is null ? new AuthorizationPolicyBuilder() : new AuthorizationPolicyBuilder(named);
        builder.AddRequirements([.. attributes.OfType<IAuthorizationRequirementData>().SelectMany(one => one.GetRequirements())]);
        return builder.Build();
    }

    private static OptionsValidationException Failed(WebSocketHandlerDefinition definition, List<string> failures) =>
        new(definition.Name, typeof(WebSocketHandlerOptions), failures);
}
