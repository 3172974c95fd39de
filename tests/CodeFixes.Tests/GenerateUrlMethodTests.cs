using WebSockets.CodeFixes.Tests.Infrastructure;
using WebSockets.Generator.CodeFixes.Refactorings;

namespace WebSockets.CodeFixes.Tests;

public sealed class GenerateUrlMethodTests
{
    private static readonly Refactoring s_refactoring = new(new GenerateUrlMethodCodeRefactoringProvider());

    [TestCase("/chat/{room}", "[OnOpen] void Open(string room) { }", "HttpContext http, string room")]
    [TestCase("/", "[OnOpen] void Open() { }", "HttpContext http")]
    [TestCase("/{page:int=1}/{room}", "[OnOpen] void Open(string room) { }", "HttpContext http, string room, int? page = null")]
    [TestCase("/{id}/{**rest}", "[OnOpen] void Open(Guid id) { }", "HttpContext http, Guid id, string? rest = null")]
    [TestCase("/{user-id}/{class}", "[OnOpen] void Open() { }", "HttpContext http, [FromRoute(Name = \"user-id\")] string userId, string @class")]
    public Task The_method_has_the_variables_of_the_path(string path, string members, string parameters) => s_refactoring.WritesAsync(
        "Generate [WebSocketUrl]",
        $"using Microsoft.AspNetCore.Mvc;\nusing WebSockets;\n\n[WebSocketHandler(\"{path}\")]\npublic partial class ^Chat\n{{\n    {members}\n}}\n",
        $"using Microsoft.AspNetCore.Mvc;\nusing WebSockets;\n\n[WebSocketHandler(\"{path}\")]\npublic partial class Chat\n{{\n    {members}\n\n    [WebSocketUrl]\n    public static partial Uri GetUrl({parameters});\n}}\n");

    [TestCase("[WebSocketHandler(\"/{a\")] partial class ^Chat { }")]
    [TestCase("[WebSocketHandler] static partial class ^Chat { }")]
    [TestCase("[WebSocketHandler] partial class ^Chat { [WebSocketUrl] public static partial Uri Url(HttpContext http); }")]
    [TestCase("partial class ^Chat { }")]
    public async Task Nothing_is_offered_where_it_would_not_be_right(string source) => Assert.That(await s_refactoring.OffersAsync("using WebSockets; " + source), Is.Empty);
}
