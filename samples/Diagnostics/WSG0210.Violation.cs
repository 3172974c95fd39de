using System.Security.Claims;
using WebSockets;

namespace WSG0210;

[WebSocketHandler("/admin/console")]
public sealed partial class AdminConsole
{
    [OnLogin]
    void Login(ClaimsPrincipal user)
    {
        if (!user.IsInRole("admin"))
        {
            throw new UnauthorizedAccessException();
        }
    }

    [OnMessage]
    string Run(string command) => $"There is no command '{command}'.";
}
