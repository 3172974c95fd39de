using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace WebSockets.CompilerServices;

/// <summary>What an [OnLogin] method decided.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct WebSocketLogin
{
    private WebSocketLogin(bool admitted, IResult? result = null, ClaimsPrincipal? user = null)
    {
        Admitted = admitted;
        Result = result;
        User = user;
    }

    /// <summary>The client may open a connection.</summary>
    public static WebSocketLogin Admit => new(true);

    /// <summary>Whether the client may open a connection.</summary>
    public bool Admitted { get; }

    /// <summary>The answer to a refused client; null: 401.</summary>
    public IResult? Result { get; }

    /// <summary>The connection's user; null: the request's.</summary>
    public ClaimsPrincipal? User { get; }

    /// <summary>False refuses with 401.</summary>
    public static ValueTask<WebSocketLogin> From(bool admitted) => new(new WebSocketLogin(admitted));

    /// <summary>Null admits; else the result is the answer.</summary>
    public static ValueTask<WebSocketLogin> From(IResult? result) => new(Decide(result));

    /// <summary>Null refuses with 401; else the principal is the connection's user.</summary>
    public static ValueTask<WebSocketLogin> From(ClaimsPrincipal? user) => new(Decide(user));

    /// <inheritdoc cref="From(bool)"/>
    public static async ValueTask<WebSocketLogin> From(ValueTask<bool> admitted) => new(await admitted.ConfigureAwait(false));

    /// <inheritdoc cref="From(IResult?)"/>
    public static async ValueTask<WebSocketLogin> From<TResult>(ValueTask<TResult> result) where TResult : IResult? =>
        Decide(await result.ConfigureAwait(false));

    /// <inheritdoc cref="From(ClaimsPrincipal?)"/>
    public static async ValueTask<WebSocketLogin> From(ValueTask<ClaimsPrincipal?> user) => Decide(await user.ConfigureAwait(false));

    /// <inheritdoc cref="From(bool)"/>
    public static async ValueTask<WebSocketLogin> From(Task<bool>? admitted) => new(admitted is not null && await admitted.ConfigureAwait(false));

    /// <inheritdoc cref="From(IResult?)"/>
    public static async ValueTask<WebSocketLogin> From<TResult>(Task<TResult>? result) where TResult : IResult? =>
        result is null ? default : Decide(await result.ConfigureAwait(false)); // without a task nothing has been decided: refused

    /// <inheritdoc cref="From(ClaimsPrincipal?)"/>
    public static async ValueTask<WebSocketLogin> From(Task<ClaimsPrincipal?>? user) => Decide(user is null ? null : await user.ConfigureAwait(false));

    private static WebSocketLogin Decide(IResult? result) => new(result is null, result);

    private static WebSocketLogin Decide(ClaimsPrincipal? user) => new(user is not null, user: user);
}
