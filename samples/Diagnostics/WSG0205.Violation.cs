using WebSockets;

namespace WSG0205;

[WebSocketHandler("/translations")]
public sealed partial class Translator
{
    [OnMessage]
    string Greet(HttpContext http, string name) => http.Request.Headers.AcceptLanguage == "de" ? $"Hallo, {name}!" : $"Hello, {name}!";
}
