using WebSockets;

namespace WSG0205;

[WebSocketHandler("/translations")]
public sealed partial class Translator
{
    private bool _isGerman;

    [OnOpen]
    void Open(HttpContext http) => _isGerman = http.Request.Headers.AcceptLanguage == "de";

    [OnMessage]
    string Greet(string name) => _isGerman ? $"Hallo, {name}!" : $"Hello, {name}!";
}
