using System.Net.WebSockets;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Handshake;

/// <summary>A scoped service that writes down its end.</summary>
internal sealed class ScopedPart(Journal journal) : IDisposable
{
    public bool IsDisposed { get; private set; }

    public void Dispose()
    {
        IsDisposed = true;
        journal.Write("scope disposed");
    }
}

/// <summary>Its login goes on until the gate opens, whatever its token says, and uses its request and its services then.</summary>
[WebSocketHandler("/late/login")]
internal sealed partial class LateLogin(Gate gate, Journal journal, ScopedPart part) : IDisposable
{
    [OnLogin]
    public async Task<bool> Login(HttpContext http, CancellationToken ct)
    {
        ct.Register(() => journal.Write("cancelled"));
        journal.Write("login");
        await gate.Opened;
        var user = http.Request.Query["user"].ToString();
        try
        {
            http.Response.Cookies.Append("session", user);
        }
        catch (InvalidOperationException)
        {
            // The answer has gone out.
        }

        journal.Write($"login of {user}{(part.IsDisposed ? " without its services" : "")}");
        return http.Request.Query.ContainsKey("throws") ? throw new InvalidOperationException("too late") : true;
    }

    [OnOpen]
    public void Open() => journal.Write("open");

    public void Dispose() => journal.Write("disposed");
}

/// <summary>Its login begins an answer of its own, and goes on.</summary>
[WebSocketHandler("/late/answer")]
internal sealed partial class LateAnswer(Gate gate, Journal journal)
{
    [OnLogin]
    public async Task<bool> Login(HttpContext http)
    {
        http.Response.StatusCode = 402;
        http.Response.ContentLength = 6;
        await http.Response.WriteAsync("pay");
        journal.Write("login");
        await gate.Opened;
        journal.Write("login ends");
        return false;
    }

    [OnOpen]
    public void Open() => journal.Write("open");
}

/// <summary>What is registered on its login's token throws.</summary>
[WebSocketHandler("/late/throwing-token")]
internal sealed partial class ThrowingTokenLogin(Gate gate, Journal journal)
{
    [OnLogin]
    public async Task<bool> Login(CancellationToken ct)
    {
        ct.Register(() => throw new InvalidOperationException("in the token"));
        journal.Write("login");
        await gate.Opened;
        return true;
    }

    [OnOpen]
    public void Open() => journal.Write("open");
}

/// <summary>Its methods go on until the gate opens, whatever their token says, and use what they were given then.</summary>
[WebSocketHandler("/late/open")]
internal sealed partial class LateOpen(Gate gate, Journal journal, ScopedPart part) : IDisposable
{
    [OnOpen]
    public async Task Open(HttpContext http, WebSocketConnection me)
    {
        journal.Write("open");
        me.OnMessage(async (_, message) =>
        {
            if (message.Text == "own")
            {
                await GoOnAsync("own");
            }
        });
        if (http.Request.Query.ContainsKey("user"))
        {
            await gate.Opened;
            await GoOnAsync($"open of {http.Request.Query["user"]}");
        }
    }

    [OnMessage]
    public Task Text(string text) => text == "own" ? Task.CompletedTask : GoOnAsync(text);

    [OnMessage("scope")]
    public async Task Scope([FromServices] ScopedPart own)
    {
        await GoOnAsync($"scope {own.IsDisposed}");
        journal.Write($"scope {own.IsDisposed}");
    }

    [OnMessage("mayThey"), Authorize("late")]
    public void MayThey() => journal.Write("they may");

    [OnPing]
    public Task Ping() => GoOnAsync("ping");

    [OnClose]
    public void Close(WebSocketCloseStatus? status) => journal.Write($"close {(int?)status}".Trim());

    public void Dispose() => journal.Write("disposed");

    private async Task GoOnAsync(string what)
    {
        journal.Write(what);
        await gate.Opened;
        journal.Write($"{what} ends{(part.IsDisposed ? " without its services" : "")}");
    }
}

/// <summary>Decides when the gate opens, with services of its connection.</summary>
internal sealed class LateRequirement : IAuthorizationRequirement;

internal sealed class LateDecision(Gate gate, Journal journal, ScopedPart part) : AuthorizationHandler<LateRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, LateRequirement requirement)
    {
        journal.Write("mayThey");
        await gate.Opened;
        journal.Write($"mayThey ends{(part.IsDisposed ? " without its services" : "")}");
        context.Succeed(requirement);
    }
}

/// <summary>Admits any client that comes after.</summary>
[WebSocketHandler("/late/next")]
internal sealed partial class NextLogin
{
    [OnOpen]
    public string Open() => "welcome";
}
