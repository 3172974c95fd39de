using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>Which [OnError] method gets an exception.</summary>
[TestFixture]
internal sealed class ErrorTests
{
    [Test]
    public void MostDerived_ComesFirst()
    {
        var run = GeneratorRun.Of(Sources.Handler("""
            [OnError] void A(Exception e) { }
            [OnError] void B(IOException e) { }
            [OnError] void C(WebSocketMessageException e) { }
            [OnError] void D(FileNotFoundException e) { }
            [OnError] void E(WebSocketHandshakeException e) { }
            [OnError] void F(SystemException e) { }
            """));
        string[] order = ["D(", "B(", "F(", "E(", "C(", "A("];
        Assert.That(order.Select(call => run.Handler().IndexOf("_handler." + call, StringComparison.Ordinal)), Is.Ordered.And.All.Positive);
    }

    [TestCase("WebSocketConnection c", "when connection is not null", "connection, error")]
    [TestCase("WebSocketConnection? c", "", "connection, error")]
    [TestCase("HttpContext h", "when http is not null", "http, error")]
    [TestCase("HttpContext? h", "", "http, error")]
    [TestCase("HttpRequest h", "when http is not null", "http.Request, error")]
    [TestCase("HttpRequest? h", "", "http?.Request, error")]
    [TestCase("string room", "when IsBound", "_room, error")]
    [TestCase("ClaimsPrincipal u", "", "connection?.User ?? http?.User ?? new global::System.Security.Claims.ClaimsPrincipal(), error")]
    [TestCase("CancellationToken t", "", "connection?.Closed ?? http?.RequestAborted ?? default, error")]
    [TestCase("IServiceProvider s", "", "Services, error")]
    [TestCase("WebSocketConnection c, string room, HttpContext h", "when connection is not null && http is not null && IsBound", "connection, _room, http, error")]
    public void Method_ThatInsists_IsPassedOverWithoutIt(string parameter, string condition, string arguments)
    {
        var run = GeneratorRun.Of(Sources.Handler($"[OnError] void Call({parameter}, Exception e) {{ }}"));
        Assert.That(run.Handler(), Does.Contain($"case global::System.Exception error{(condition.Length == 0 ? "" : " " + condition)}:\n"));
        Assert.That(run.Handler(), Does.Contain($"_handler.Call({arguments});"));
    }

    [TestCase("", "WebSocketConnection c", " when connection is not null")]
    [TestCase("", "WebSocketConnection c = null!", " when connection is not null")]
    [TestCase("#nullable disable", "WebSocketConnection c", " when connection is not null")]
    [TestCase("#nullable disable", "WebSocketConnection c = null", "")]
    public void Connection_WithADefault_IsOptionalWhereAnnotationsAreOff(string directive, string parameter, string condition)
    {
        var run = GeneratorRun.Of(directive + "\n" + Sources.Handler($"[OnError] void Call(Exception e, {parameter}) {{ }}"));
        Assert.That(run.Handler(), Does.Contain($"case global::System.Exception error{condition}:\n"));
    }

    [Test]
    public void Exception_MayBeAnnotated()
    {
        var run = GeneratorRun.Of(Sources.Handler("[OnError] void Call(Exception? e) { }"));
        Assert.That(run.Handler(), Does.Contain("case global::System.Exception error:"));
    }
}
