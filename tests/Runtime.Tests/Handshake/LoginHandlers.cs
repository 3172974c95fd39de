using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Handshake;

/// <summary>What the logins of the tests turn on.</summary>
internal static class Ticket
{
    public static bool IsGood(HttpRequest request) => request.Query["ticket"] == "good";

    public static ClaimsPrincipal Holder(HttpRequest request) => new(new ClaimsIdentity([new Claim(ClaimTypes.Name, request.Query["name"].ToString())], "ticket"));
}

[WebSocketHandler("/login/bool")]
internal sealed partial class BoolLogin(Journal journal)
{
    [OnLogin]
    public bool Login(HttpRequest request)
    {
        journal.Write("login");
        return Ticket.IsGood(request);
    }

    [OnOpen]
    public void Open() => journal.Write("open");
}

[WebSocketHandler("/login/bool-task")]
internal sealed partial class BoolTaskLogin
{
    [OnLogin]
    public async Task<bool> Login(HttpRequest request)
    {
        await Task.Yield();
        return Ticket.IsGood(request);
    }

    [OnOpen]
    public string Open() => "open";
}

[WebSocketHandler("/login/bool-valuetask")]
internal sealed partial class BoolValueTaskLogin
{
    [OnLogin]
    public async ValueTask<bool> Login(HttpRequest request)
    {
        await Task.Yield();
        return Ticket.IsGood(request);
    }

    [OnOpen]
    public string Open() => "open";
}

[WebSocketHandler("/login/result")]
internal sealed partial class ResultLogin
{
    [OnLogin]
    public IResult? Login(HttpRequest request) => Ticket.IsGood(request) ? null : Results.Text("Pay first.", statusCode: 402);

    [OnOpen]
    public string Open() => "open";
}

[WebSocketHandler("/login/result-task")]
internal sealed partial class ResultTaskLogin
{
    [OnLogin]
    public async Task<IResult?> Login(HttpRequest request)
    {
        await Task.Yield();
        return Ticket.IsGood(request) ? null : Results.StatusCode(402);
    }

    [OnOpen]
    public string Open() => "open";
}

[WebSocketHandler("/login/result-valuetask")]
internal sealed partial class ResultValueTaskLogin
{
    [OnLogin]
    public async ValueTask<IResult?> Login(HttpRequest request)
    {
        await Task.Yield();
        return Ticket.IsGood(request) ? null : Results.StatusCode(402);
    }

    [OnOpen]
    public string Open() => "open";
}

[WebSocketHandler("/login/user")]
internal sealed partial class UserLogin
{
    [OnLogin]
    public ClaimsPrincipal? Login(HttpRequest request) => Ticket.IsGood(request) ? Ticket.Holder(request) : null;

    [OnOpen]
    public string Open(WebSocketConnection me, ClaimsPrincipal user) => $"{me.User.Identity?.Name} {user == me.User}";
}

[WebSocketHandler("/login/user-task")]
internal sealed partial class UserTaskLogin
{
    [OnLogin]
    public async Task<ClaimsPrincipal?> Login(HttpRequest request)
    {
        await Task.Yield();
        return Ticket.IsGood(request) ? Ticket.Holder(request) : null;
    }

    [OnOpen]
    public string Open(WebSocketConnection me) => $"{me.User.Identity?.Name}";
}

[WebSocketHandler("/login/user-valuetask")]
internal sealed partial class UserValueTaskLogin
{
    [OnLogin]
    public async ValueTask<ClaimsPrincipal?> Login(HttpRequest request)
    {
        await Task.Yield();
        return Ticket.IsGood(request) ? Ticket.Holder(request) : null;
    }

    [OnOpen]
    public string Open(WebSocketConnection me) => $"{me.User.Identity?.Name}";
}

[WebSocketHandler("/login/cookie")]
internal sealed partial class CookieLogin
{
    [OnLogin]
    public bool Login(HttpContext http) => http.Request.Cookies["session"] == "42";

    [OnOpen]
    public string Open() => "open";
}

[WebSocketHandler("/login/throws")]
internal sealed partial class ThrowingLogin
{
    [OnLogin]
    public async Task<bool> Login()
    {
        await Task.Yield();
        throw new InvalidOperationException("the password of the database");
    }

    [OnOpen]
    public string Open() => "open";
}

/// <summary>Waits for the gate, unless it is told to give up.</summary>
[WebSocketHandler("/login/slow")]
internal sealed partial class SlowLogin(Gate gate, Journal journal)
{
    [OnLogin]
    public async Task<bool> Login(CancellationToken ct)
    {
        journal.Write("login");
        await gate.Opened.WaitAsync(ct);
        return true;
    }

    [OnOpen]
    public void Open() => journal.Write("open");

    [OnClose]
    public void Close() => journal.Write("close");
}

/// <summary>Never looks at its token, and fails in the end, unless it is asked later.</summary>
[WebSocketHandler("/login/failing-late")]
internal sealed partial class FailingLateLogin(Gate gate, Journal journal)
{
    [OnLogin]
    public async Task<bool> Login(HttpRequest request)
    {
        if (request.QueryString.HasValue)
        {
            return true;
        }

        journal.Write("login");
        request.HttpContext.RequestAborted.Register(() => journal.Write("left"));
        await gate.Opened;
        journal.Write("fails");
        throw new InvalidOperationException("too late");
    }

    [OnOpen]
    public void Open() => journal.Write("open");
}

/// <summary>Never looks at its token.</summary>
[WebSocketHandler("/login/deaf")]
internal sealed partial class DeafLogin(Gate gate, Journal journal)
{
    [OnLogin]
    public async Task<bool> Login()
    {
        journal.Write("login");
        await gate.Opened;
        return true;
    }

    [OnOpen]
    public string Open() => "open";
}

/// <summary>Answers failed handshakes in its own way.</summary>
[WebSocketHandler("/login/excused/{room:int}")]
internal sealed partial class ExcusedLogin(Journal journal)
{
    [OnLogin]
    public bool Login(HttpRequest request) => request.Query["ticket"] == "none" ? throw new InvalidOperationException("secret") : Ticket.IsGood(request);

    [OnMessage]
    public string Text(string text, int room) => $"{room} {text}";

    [OnError]
    public IResult? Refused(WebSocketHandshakeException error, HttpContext? http, WebSocketConnection? me)
    {
        journal.Write($"refused {error.StatusCode} {http is not null} {me is null}");
        return error.StatusCode == 401 ? Results.Text("Come back with a ticket.", statusCode: 418) : null;
    }

    [OnError]
    public IResult Failed(InvalidOperationException error)
    {
        journal.Write($"failed {error.Message}");
        return Results.StatusCode(409);
    }
}

[WebSocketHandler("/login/unmakeable")]
internal sealed partial class Unmakeable
{
    public Unmakeable() => throw new InvalidOperationException("the password of the database");

    [OnOpen]
    public string Open() => "open";
}

[WebSocketHandler("/login/answers")]
internal sealed partial class AnsweringLogin
{
    [OnLogin]
    public async Task<bool> Login(HttpContext http)
    {
        http.Response.StatusCode = 402;
        http.Response.ContentLength = 3;
        await http.Response.WriteAsync("pay");
        return false;
    }

    [OnOpen]
    public string Open() => "open";
}
