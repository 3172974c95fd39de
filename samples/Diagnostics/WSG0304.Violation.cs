using WebSockets;

namespace WSG0304;

[WebSocketHandler("/invoices")]
public sealed partial class Invoices
{
    [OnMessage]
    Replies.Total Sum(Requests.Total request) => new(request.Amounts.Sum());
}

public static class Requests
{
    [Message]
    public sealed record Total(decimal[] Amounts);
}

public static class Replies
{
    [Message]
    public sealed record Total(decimal Amount);
}
