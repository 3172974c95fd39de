using Microsoft.AspNetCore.Routing.Patterns;
using WebSockets.Generator.Parsing;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>The reading of paths, held against that of the router itself.</summary>
[TestFixture]
internal sealed class RouteTemplateTests
{
    [TestCase("/")]
    [TestCase("/ws")]
    [TestCase("/ws/")]
    [TestCase("/{a}")]
    [TestCase("/{a}/{b}/c")]
    [TestCase("/{a:int}")]
    [TestCase("/{a:INT:min(1)}")]
    [TestCase("/{a?}")]
    [TestCase("/{a:int?}")]
    [TestCase("/{a=1}")]
    [TestCase("/{a:int=1}")]
    [TestCase("/{a=x/y}")]
    [TestCase("/{*a}")]
    [TestCase("/{**a}")]
    [TestCase("/x/{*a:minlength(2)}")]
    [TestCase("/{{literal}}")]
    [TestCase("/{a}.{b}")]
    [TestCase("/{a}.{b?}")]
    [TestCase("/{a}-{b}-{c}")]
    [TestCase("/v{version:int}/x")]
    [TestCase(@"/{a:regex(^\\d{{3}}$)}")]
    [TestCase("/{a:regex(^[[a-z]]:/=x$)}/{b}")]
    [TestCase("/{a:range(1,2)}/{b:length(1,3)=x}")]
    [TestCase("/{user-id}/{class}/{1}")]
    [TestCase("/{a:datetime}/{b:decimal}/{c:double}/{d:float}/{e:guid}/{f:long}/{g:bool}/{h:alpha}/{i:required}/{j:file}/{k:nonfile}/{l:max(3)}/{m:maxlength(3)}")]
    [TestCase("/a b/ü/{ö}")]
    public void Path_ThatTheRouterTakes_HasItsVariables(string path)
    {
        var pattern = RoutePatternFactory.Parse(path);
        var template = RouteTemplateParser.Parse(path);
        Assert.That(template.Error, Is.Null);
        Assert.That(
            template.Variables.Select(variable => (variable.Name, variable.IsOptional, variable.HasDefault, variable.IsCatchAll)),
            Is.EqualTo(pattern.Parameters.Select(parameter => (parameter.Name, parameter.IsOptional, parameter.Default is not null, parameter.IsCatchAll))));
        Assert.That(
            template.Variables.SelectMany(variable => variable.Constraints.Select(constraint => (variable.Name, constraint))),
            Is.EqualTo(pattern.Parameters.SelectMany(parameter => parameter.ParameterPolicies.Select(policy => (parameter.Name, policy.Content!.Split('(')[0])))));
    }

    [TestCase("/a//b", "'//' leaves a segment empty. Remove one slash.")]
    [TestCase("/{}", "'{}' has no name. Write '{name}', or '{{' for the character itself.")]
    [TestCase("/{:int}", "the variable name ':int' has a ':'.", false)]
    [TestCase("/{?}", "'{?}' has no name. Write '{name}', or '{{' for the character itself.")]
    [TestCase("/{*}", "'{*}' has no name. Write '{name}', or '{{' for the character itself.")]
    [TestCase("/{a", "a '{' is never closed. Write '{{' for the character itself.")]
    [TestCase("/{a{b}", "a '{' is never closed. Write '{{' for the character itself.")]
    [TestCase("/a}", "a '}' has no '{' before it. Write '}}' for the character itself.")]
    [TestCase("/{a}/{A}", "the variable 'A' stands in it twice.")]
    [TestCase("/{a}{b}", "'{a}' and '{b}' stand side by side. Put a text between them.")]
    [TestCase("/{*a}/b", "'{*a}' takes the rest of the path, so nothing can follow it.")]
    [TestCase("/x{*a}", "'{*a}' takes the rest of the path, so nothing else can stand in its segment.")]
    [TestCase("/{*a?}", "'{*a?}' takes the rest of the path, which may be empty anyway. Remove the '?'.")]
    [TestCase("/{a=1?}", "'{a=1?}' has a default, so it is optional anyway. Remove the '?'.")]
    [TestCase("/{a?}-x", "'{a?}' shares its segment: an optional variable can only end it, after a '.'.")]
    [TestCase("/x{a?}", "'{a?}' shares its segment: an optional variable can only end it, after a '.'.")]
    [TestCase("/a?b=1", "a '?' can only follow a variable's name: the query is no part of a path.")]
    [TestCase("/{{{a}}}", "the variable name 'a}}' has a '}'.")]
    [TestCase("/{a/b}", "the variable name 'a/b' has a '/'.")]
    [TestCase("", "it must begin with '/'.", false)]
    [TestCase("ws", "it must begin with '/'.", false)]
    [TestCase("~/ws", "it must begin with '/'.", false)]
    [TestCase("/{a:integer}", "'integer' is no inline constraint. Known are alpha, bool, datetime, decimal, double, file, float, guid, int, length, long, max, maxlength, min, minlength, nonfile, range, regex, required.", false)]
    public void Path_ThatIsMalformed_SaysWhy(string path, string error, bool isRefusedByTheRouter = true)
    {
        Assert.That(RouteTemplateParser.Parse(path).Error, Is.EqualTo(error));
        if (isRefusedByTheRouter)
        {
            Assert.That(() => RoutePatternFactory.Parse(path), Throws.TypeOf<RoutePatternException>());
        }
    }

    [TestCase("/{a", "")]
    [TestCase("{a}", ", string a")]
    [TestCase("/{a}//{b:int}", ", string a, int b")]
    [TestCase("/{a}/{a}", ", string a")]
    [TestCase("/{a:foo}", ", string a")]
    [TestCase("/{a:foo}/{b", "")]
    public void Path_ThatIsMalformed_IsTheOnlyErrorOfAnAddress(string path, string parameters)
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler($"[WebSocketUrl] private static partial Uri GetUrl(HttpContext http{parameters});", path));
        Assert.That(run.FileNames, Does.Contain("Chat.WebSocketUrl.g.cs"));
        Assert.That(run.Diagnostics.Select(diagnostic => diagnostic.Id), Is.EqualTo(new[] { "WSG0101" }));
    }
}
