using WebSockets;

namespace WSG0215;

[WebSocketHandler("/weather")]
public sealed partial class Weather(HttpClient http)
{
    [OnMessage]
    async Task<string> Forecast(string town) =>
        await http.GetStringAsync($"https://weather.example/{Uri.EscapeDataString(town)}");
}
