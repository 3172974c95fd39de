using System.Security.Claims;
using WebSockets;

namespace WSG0210;

[WebSocketHandler("/admin/console")]
public sealed partial class AdminConsole
{
    [OnLogin]
    bool Login(ClaimsPrincipal user) => user.IsInRole("admin");

    [OnMessage]
    string Run(string command) => $"There is no command '{command}'.";
}
