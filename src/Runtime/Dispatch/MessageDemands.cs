using System.Reflection;
using Microsoft.AspNetCore.Authorization;

namespace WebSockets.Dispatch;

/// <summary>The attributes that say who may send to one message method.</summary>
/// <param name="Method">The method, for errors and the log.</param>
/// <param name="Attributes">Those that ask for something of the user. None: any user may.</param>
internal sealed record MessageDemands(string Method, object[] Attributes)
{
    /// <summary>Reads them from the method and from those that it overrides. What cannot be read is a failure: a method must not lose its guard.</summary>
    public static MessageDemands Read(string method, IReadOnlyList<MethodInfo?> declarations, List<string> failures)
    {
        object[] all = [.. declarations.SelectMany(declaration => declaration?.GetCustomAttributes(inherit: false) ?? [])];
        if (declarations.Contains(null) || !all.OfType<OnMessageAttribute>().Any())
        {
            failures.Add($"The attributes of {method} cannot be read. One of them may say who may send to it, so it must not be trimmed.");
        }

        // As for endpoints, where [AllowAnonymous] wins.
        return new(method, all.OfType<IAllowAnonymous>().Any() ? [] : [.. all.Where(attribute => attribute is IAuthorizeData or IAuthorizationRequirementData)]);
    }
}
