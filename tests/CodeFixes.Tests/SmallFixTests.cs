using Microsoft.CodeAnalysis.CodeFixes;
using WebSockets.CodeFixes.Tests.Infrastructure;
using WebSockets.Generator.CodeFixes;

namespace WebSockets.CodeFixes.Tests;

/// <summary>Fixes that take a word away, or put one there.</summary>
public sealed class SmallFixTests
{
    [TestCase("ref string text", "string text")]
    [TestCase("in /* the */ string text", "/* the */ string text")]
    [TestCase("ref readonly string text", "string text")]
    [TestCase("params string[] text", "string[] text")]
    [TestCase("[FromQuery] in string text", "[FromQuery] string text")]
    [TestCase("out string text", null)]
    public Task A_parameter_is_passed_by_value(string before, string? after)
    {
        string Handler(string parameter) => $$"""
            using Microsoft.AspNetCore.Mvc;
            using WebSockets;

            [WebSocketHandler]
            partial class Chat
            {
                [OnMessage] void Say(WebSocketConnection me, {{parameter}}) { {{(after is null ? "text = \"\";" : "")}} }
            }
            """;
        var fix = new Fix(new PassByValueCodeFixProvider());
        return after is null ? fix.OffersNothingAsync(Handler(before)) : fix.FixesAsync(Handler(before), Handler(after));
    }

    [Test]
    public Task A_method_that_is_called_keeps_its_parameters() => new Fix(new PassByValueCodeFixProvider()).OffersNothingAsync(
        "using WebSockets; [WebSocketHandler] partial class Chat { [OnMessage] void Say(ref string text) => Say(ref text); }");

    [TestCase("CancellationToken one, CancellationToken two", "CancellationToken one")]
    [TestCase("CancellationToken one, CancellationToken two, WebSocketConnection me", "CancellationToken one, WebSocketConnection me")]
    [TestCase("CancellationToken one,\n        CancellationToken two,\n        WebSocketConnection me", "CancellationToken one,\n        WebSocketConnection me")]
    [TestCase("CancellationToken two, CancellationToken one", null)]
    public Task A_second_token_is_removed_where_it_is_not_used(string before, string? after)
    {
        string Handler(string parameters) => $$"""
            using WebSockets;

            [WebSocketHandler]
            partial class Chat
            {
                [OnOpen] bool Open({{parameters}}) => one.IsCancellationRequested;
            }
            """;
        var fix = new Fix(new RemoveCancellationTokenCodeFixProvider());
        return after is null ? fix.OffersNothingAsync(Handler(before)) : fix.FixesAsync(Handler(before), Handler(after));
    }

    [TestCase("[OnOpen] void Open() { }", "[OnOpen] protected void Open() { }")]
    [TestCase("[OnOpen] // soon\n    private  async Task Open() => await Task.Yield();", "[OnOpen] // soon\n    protected  async Task Open() => await Task.Yield();")]
    [TestCase("[OnOpen]\n    static void Open() { }", "[OnOpen]\n    protected static void Open() { }")]
    public Task A_method_of_a_base_class_becomes_protected(string before, string after)
    {
        string Handler(string method) => $$"""
            using WebSockets;

            class Base
            {
                {{method}}
            }

            [WebSocketHandler]
            partial class Chat : Base
            {
                [OnMessage] void Say(string text) { }
            }
            """;
        return new Fix(new MakeProtectedCodeFixProvider()).FixesAsync(Handler(before), Handler(after));
    }

    [TestCase("[\"a\", \"b\", \"a\", \"\"]", "[\"a\", \"b\"]")]
    [TestCase("new[] { \"a\", nameof(Chat), \"a\", \"Chat\" }", "new[] { \"a\", nameof(Chat) }")]
    [TestCase("new string[] { \"\", \"a\" }", "new string[] { \"a\" }")]
    [TestCase("[\"a\",\n    \"a\", // again\n    \"b\"]", "[\"a\",\n    \"b\"]")]
    [TestCase("[\"a b\"]", null)]
    public Task A_subprotocol_stands_once(string before, string? after)
    {
        string Handler(string protocols) => $$"""
            using WebSockets;

            [WebSocketHandler("/chat", Protocols = {{protocols}})]
            partial class Chat
            {
                [OnOpen] void Open() { }
            }
            """;
        var fix = new Fix(new RemoveSubprotocolCodeFixProvider());
        return after is null ? fix.OffersNothingAsync(Handler(before)) : fix.FixesAsync(Handler(before), Handler(after));
    }

    [Test]
    public Task All_parameters_of_a_document_are_passed_by_value() => new Fix(new PassByValueCodeFixProvider()).FixesAllAsync(
        FixAllScope.Document,
        UserSolution.Of("using WebSockets; [WebSocketHandler] partial class Chat { [OnOpen] void Open(in WebSocketConnection me, in CancellationToken end) { } [OnMessage] void Say(in string text) { } }"),
        "using WebSockets; [WebSocketHandler] partial class Chat { [OnOpen] void Open(WebSocketConnection me, CancellationToken end) { } [OnMessage] void Say(string text) { } }");

    [Test]
    public Task All_subprotocols_of_a_document_are_told_apart() => new Fix(new RemoveSubprotocolCodeFixProvider()).FixesAllAsync(
        FixAllScope.Document,
        UserSolution.Of("using WebSockets; [WebSocketHandler(Protocols = [\"a\", \"a\", \"b\", \"a\"])] partial class Chat { [OnOpen] void Open() { } }"),
        "using WebSockets; [WebSocketHandler(Protocols = [\"a\", \"b\"])] partial class Chat { [OnOpen] void Open() { } }");
}
