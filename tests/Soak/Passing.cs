namespace WebSockets.Soak.Tests;

/// <summary>Counts who comes and who goes.</summary>
internal sealed class Turnstile
{
    private int _opened;
    private int _closed;

    public int Opened => Volatile.Read(ref _opened);

    public int Closed => Volatile.Read(ref _closed);

    public void Open() => Interlocked.Increment(ref _opened);

    public void Close() => Interlocked.Increment(ref _closed);
}

/// <summary>Comes, joins, keeps something, and goes in one of many ways.</summary>
[WebSocketHandler("/passing")]
internal sealed partial class Passing(Turnstile turnstile)
{
    [OnOpen]
    void Open(WebSocketConnection me)
    {
        turnstile.Open();
        me.Channels.Add("passengers", $"of {me.Id}");
        me.Items["luggage"] = me;
        me.Closed.Register(static () => { });
        me.OnMessage((_, _) => ValueTask.CompletedTask);
    }

    [OnMessage]
    async ValueTask<string> Text(WebSocketConnection me, string text)
    {
        switch (text)
        {
            case "close":
                await me.CloseAsync(reason: text);
                break;
            case "later":
                await Task.Yield();
                break;
        }

        return text;
    }

    [OnClose]
    void Close() => turnstile.Close();
}
