using System.ComponentModel;
using Microsoft.AspNetCore.Http;

namespace WebSockets.CompilerServices;

/// <summary>What an [OnError] method made of an exception.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct WebSocketErrorOutcome
{
    private WebSocketErrorOutcome(bool isHandled, IResult? result = null)
    {
        IsHandled = isHandled;
        Result = result;
    }

    /// <summary>No method fits.</summary>
    public static WebSocketErrorOutcome Unhandled => default;

    /// <summary>A method ran and returned.</summary>
    public static WebSocketErrorOutcome Handled => new(true);

    /// <summary>Whether a method ran and returned.</summary>
    public bool IsHandled { get; }

    /// <summary>The answer to a failed handshake; null: the default one.</summary>
    public IResult? Result { get; }

    /// <summary>The result, if there is one, answers a failed handshake.</summary>
    public static ValueTask<WebSocketErrorOutcome> From(IResult? result) => new(new WebSocketErrorOutcome(true, result));

    /// <summary>Handled when the task, if there is one, has completed.</summary>
    public static async ValueTask<WebSocketErrorOutcome> From(Task? handling)
    {
        if (handling is not null)
        {
            await handling.ConfigureAwait(false);
        }

        return Handled;
    }

    /// <summary>Handled when the task has completed.</summary>
    public static async ValueTask<WebSocketErrorOutcome> From(ValueTask handling)
    {
        await handling.ConfigureAwait(false);
        return Handled;
    }

    /// <inheritdoc cref="From(IResult?)"/>
    public static async ValueTask<WebSocketErrorOutcome> From<TResult>(Task<TResult>? result) where TResult : IResult? =>
        new(true, result is null ? null : await result.ConfigureAwait(false));

    /// <inheritdoc cref="From(IResult?)"/>
    public static async ValueTask<WebSocketErrorOutcome> From<TResult>(ValueTask<TResult> result) where TResult : IResult? =>
        new(true, await result.ConfigureAwait(false));
}
