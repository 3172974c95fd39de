namespace WebSockets.Connections;

/// <summary>The handlers that were added to one connection. A change makes a new list, so that messages are handled without a lock.</summary>
internal sealed class OwnHandlers(OwnHandlers.Registration[] registrations)
{
    public static readonly OwnHandlers None = new([]);

    public bool IsEmpty => registrations.Length == 0;

    public OwnHandlers Add(Registration registration) => new([.. registrations, registration]);

    public OwnHandlers Remove(Registration registration) => new(Array.FindAll(registrations, other => other != registration));

    public async ValueTask InvokeAsync(WebSocketConnection connection, WebSocketMessage message)
    {
        foreach (var registration in registrations)
        {
            // Those that the message's own handling has removed are not called any more.
            if (!registration.IsRemoved)
            {
                await registration.Handler(connection, message).ConfigureAwait(false);
            }
        }
    }

    /// <summary>One handler, until it is disposed.</summary>
    internal sealed class Registration(WebSocketConnection connection, Func<WebSocketConnection, WebSocketMessage, ValueTask> handler) : IDisposable
    {
        public Func<WebSocketConnection, WebSocketMessage, ValueTask> Handler => handler;

        public bool IsRemoved { get; private set; }

        public void Dispose()
        {
            IsRemoved = true;
            connection.Remove(this);
        }
    }
}
