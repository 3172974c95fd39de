using WebSockets;

namespace WSG0304;

[WebSocketHandler("/invoices")]
public sealed partial class Invoices
{
    [OnMessage("pay")]
    Paid Pay(Invoice invoice) => new(invoice.Number);

    [OnMessage("refund")]
    Refunded Refund(Invoice invoice) => new(invoice.Number);
}

public sealed record Invoice(int Number);

[Message("paid")]
public sealed record Paid(int Number);

[Message("refunded")]
public sealed record Refunded(int Number);
