using WebSockets;

namespace WSG0215;

[WebSocketHandler("/weather")]
public sealed partial class Weather(HttpClient http)
{
    [OnMessage]
    string Forecast(string town) =>
        http.GetStringAsync($"https://weather.example/{Uri.EscapeDataString(town)}").Result;
}
