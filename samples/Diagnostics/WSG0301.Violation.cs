using System.Text.Json;
using System.Text.Json.Serialization;
using WebSockets;

namespace WSG0301;

[WebSocketHandler("/seats", JsonContext = typeof(SeatJson))]
public sealed partial class Seats
{
    [OnMessage]
    Booked Book(Book book) => new(book.Seat, DateTimeOffset.UtcNow);
}

[Message]
public sealed record Book(int Seat);

[Message]
public sealed record Booked(int Seat, DateTimeOffset At);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Book))]
internal sealed partial class SeatJson : JsonSerializerContext;
