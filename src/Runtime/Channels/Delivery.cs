using WebSockets.Messages;

namespace WebSockets.Channels;

/// <summary>One frame on its way to the members of a group.</summary>
/// <param name="frame">The frame, encoded once for all.</param>
/// <param name="except">Who does not get it.</param>
/// <param name="ct">Ends the wait, where there is one.</param>
internal ref struct Delivery(FrameBuilder frame, WebSocketConnection? except, CancellationToken ct)
{
    private List<Task>? _waits;

    /// <summary>Completes when the slowest has room, where that is waited for.</summary>
    public readonly ValueTask Completion => _waits is null ? default : new ValueTask(Task.WhenAll(_waits));

    /// <summary>Sends it to whom one target fits. It has a single connection or members, never both.</summary>
    public void SendTo(ChannelHub hub, WebSocketTarget target)
    {
        if (hub.Single(target) is { } single)
        {
            Send(single);
            return;
        }

        foreach (var member in hub.Joined(target))
        {
            Send(member);
        }
    }

    /// <summary>Sends it to whom any of the targets fits, once.</summary>
    public void SendToEach(ChannelHub hub, scoped ReadOnlySpan<WebSocketTarget> targets)
    {
        using var recipients = Recipients.Rent();
        foreach (var target in targets)
        {
            if (hub.Single(target) is { } single)
            {
                recipients.Connections.Add(single);
                continue;
            }

            foreach (var member in hub.Joined(target))
            {
                recipients.Connections.Add(member);
            }
        }

        foreach (var recipient in recipients.Connections)
        {
            Send(recipient);
        }
    }

    private void Send(WebSocketConnection member)
    {
        if (member != except && member.SendFrameAsync(frame, ct) is { IsCompletedSuccessfully: false } wait)
        {
            (_waits ??= []).Add(wait.AsTask());
        }
    }
}
