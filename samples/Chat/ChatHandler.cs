using System.Net.WebSockets;
using System.Security.Claims;
using WebSockets;

namespace Chat;

/// <summary>One person's connection to one room.</summary>
[WebSocketHandler("/chat/{room}", Name = "Chat", JsonContext = typeof(ChatJson))]
public sealed partial class ChatHandler(Rooms rooms, Images images, Nicknames nicknames, Presence presence, ILogger<ChatHandler> log)
{
    private const int MaxTextLength = 2000;

    /// <summary>The close status by which the page learns that it has been logged out. 4000 and up are the app's own (RFC 6455, section 7.4.2).</summary>
    public const WebSocketCloseStatus LoggedOut = (WebSocketCloseStatus)4001;

    // The cookie has been read before the handshake: without a valid one the user is nobody.
    [OnLogin]
    bool Login(ClaimsPrincipal user) => Account.Of(user) is { } account && nicknames.Claim(account);

    [OnOpen]
    Welcome Open(WebSocketConnection me, RoomName room)
    {
        // Join first and read the history after: what is said between the two comes twice, and the page knows it by its number. Never is it lost.
        var account = Account.Of(me.User)!;
        me.Channels.Add(room.Channel, account.Channel);
        var (session, history) = rooms.Get(room).Read();
        presence.Changed(room);
        return new Welcome(account.Nickname, room.Value, session, history);
    }

    [OnMessage]
    async ValueTask<Receipt> Say(WebSocketConnection me, RoomName room, Say say)
    {
        var text = say.Text?.Trim();
        if (string.IsNullOrEmpty(text) || say.Key is not { Length: > 0 and <= 64 })
        {
            return Receipt.Refuse("There is nothing in this message.");
        }

        if (text.Length > MaxTextLength)
        {
            return Receipt.Refuse($"This message is too long: {MaxTextLength} characters are the most.");
        }

        var account = Account.Of(me.User)!;
        var said = rooms.Get(room).Add(account, say.Key, text, out var isNew);
        if (isNew)
        {
            // To the others. Who said it gets the receipt, by which the page marks as sent what it already shows.
            await me.To(room.Channel).BroadcastAsync(said);
        }

        return Receipt.For(said);
    }

    [OnMessage]
    async ValueTask<Receipt> Show(WebSocketConnection me, RoomName room, byte[] image)
    {
        if (ImageKind.Of(image) is not { } kind)
        {
            return Receipt.Refuse("This is not a picture that can be shown: PNG, JPEG, GIF and WebP can.");
        }

        // The others get an address and not the bytes: a slow phone then loads pictures at its own pace, and who comes later can have them too.
        var said = rooms.Get(room).Add(Account.Of(me.User)!, images.Add(kind, image));
        await me.To(room.Channel).BroadcastAsync(said);
        return Receipt.For(said);
    }

    [OnMessage("typing")]
    ValueTask Typing(WebSocketConnection me, RoomName room) =>
        me.To(room.Channel).BroadcastAsync(new IsTyping(Account.Of(me.User)!.Nickname));

    [OnClose]
    void Close(WebSocketConnection me, RoomName room)
    {
        // The nickname stays with who had it for a while: the page may be reconnecting.
        nicknames.Hold(Account.Of(me.User)!);
        presence.Changed(room);
    }

    [OnError]
    void Error(WebSocketConnection? me, Exception error)
    {
        if (error is WebSocketMessageException)
        {
            // Only a page that is not ours sends such things.
            me?.CloseAsync(WebSocketCloseStatus.PolicyViolation, "This message is not understood.");
        }
        else if (error is not WebSocketHandshakeException)
        {
            log.LogError(error, "A chat connection failed.");
        }
    }
}
