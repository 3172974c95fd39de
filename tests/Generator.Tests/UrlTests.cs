using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>The parameters of <c>GetUrl</c>.</summary>
[TestFixture]
internal sealed class UrlTests
{
    [TestCase("/", "", "new()")]
    [TestCase("/{a}", ", string a", "new() { [\"a\"] = a }")]
    [TestCase("/{a:int}", ", int a", "new() { [\"a\"] = a }")]
    [TestCase("/{a:minlength(2):long}", ", long a", "new() { [\"a\"] = a }")]
    [TestCase("/{a:guid}", ", global::System.Guid a", "new() { [\"a\"] = a }")]
    [TestCase("/{a:bool}/{b:datetime}", ", bool a, global::System.DateTime b", "new() { [\"a\"] = a, [\"b\"] = b }")]
    [TestCase("/{a:decimal}/{b:double}/{c:float}", ", decimal a, double b, float c", "[\"c\"] = c }")]
    [TestCase("/{a?}", ", string? a = null", "new() { [\"a\"] = a }")]
    [TestCase("/{a:int?}", ", int? a = null", "new() { [\"a\"] = a }")]
    [TestCase("/{a=x}/{b}", ", string b, string? a = null", "new() { [\"b\"] = b, [\"a\"] = a }")]
    [TestCase("/{**a}", ", string? a = null", "new() { [\"a\"] = a }")]
    [TestCase("/{user-id}", ", string userId", "new() { [\"user-id\"] = userId }")]
    [TestCase("/{Class}/{class2}", ", string @class, string class2", "[\"Class\"] = @class")]
    [TestCase("/{httpContext}", ", string httpContext2", "[\"httpContext\"] = httpContext2")]
    [TestCase("/{a<b>&}/{a.b.}", ", string aB, string aB2", "[\"a<b>&\"] = aB, [\"a.b.\"] = aB2")]
    [TestCase("/{1}", ", string value1", "[\"1\"] = value1")]
    public void Variables_AreParameters(string path, string parameters, string values)
    {
        var run = GeneratorRun.Of(Sources.Handler("", path));
        Assert.That(run.Handler(), Does.Contain($"public static global::System.Uri GetUrl(global::Microsoft.AspNetCore.Http.HttpContext httpContext{parameters}) =>\n"));
        Assert.That(run.Handler(), Does.Contain(values));
    }

    [TestCase("[OnOpen] void Open(int a) { }", "int a")]
    [TestCase("[OnOpen] void Open(int? A) { }", "int a")]
    [TestCase("[OnOpen] void Open(string? a) { }", "string a")]
    [TestCase("[OnMessage] void M([FromRoute(Name = \"a\")] Guid x) { }", "global::System.Guid a")]
    [TestCase("[OnMessage] void M(Color a) { }", "global::Color a")]
    [TestCase("[OnOpen] void Open([FromQuery] int a) { }", "string a")]
    [TestCase("private enum E { X } [OnOpen] void Open(E a) { }", "string a")]
    [TestCase("[OnClose] int Invalid(long a) => 0;", "long a")]
    public void Type_IsThatOfTheBoundParameter(string members, string parameter)
    {
        var run = GeneratorRun.OfInvalid(Sources.Handler(members, "/{a}"));
        Assert.That(run.Handler(), Does.Contain($"GetUrl(global::Microsoft.AspNetCore.Http.HttpContext httpContext, {parameter}) =>"));
    }

    [Test]
    public void Type_ThatIsInternal_MakesTheMethodInternal()
    {
        var run = GeneratorRun.Of(Sources.Handler("internal enum E { X } [OnOpen] void Open(E a) { }", "/{a}"));
        Assert.That(run.Handler(), Does.Contain("internal static global::System.Uri GetUrl(global::Microsoft.AspNetCore.Http.HttpContext httpContext, global::Chat.E a)"));
    }

    [TestCase("public static Uri GetUrl(HttpContext c, string x) => null!;")]
    [TestCase("public Uri GetUrl(HttpContext c, string? x) => null!;")]
    [TestCase("public int GetUrl => 1;")]
    [TestCase("private class GetUrl { }")]
    public void Method_OfTheUsersOwn_IsLeftAlone(string member)
    {
        var run = GeneratorRun.Of(Sources.Handler(member, "/{a}"));
        Assert.That(run.Handler(), Does.Not.Contain("GetUrl("));
    }

    [TestCase("public static Uri GetUrl(HttpContext c) => null!;")]
    [TestCase("public static Uri GetUrl(HttpContext c, int x) => null!;")]
    [TestCase("public static Uri GetUrl<T>(HttpContext c, string x) => null!;")]
    public void Method_OfAnotherShape_StandsBeside(string member)
    {
        var run = GeneratorRun.Of(Sources.Handler(member, "/{a}"));
        Assert.That(run.Handler(), Does.Contain("GetUrl("));
    }

    [Test]
    public void Method_IsCallable()
    {
        var run = GeneratorRun.Of(Sources.Handler("[OnOpen] void Open(Color color) { }", "/{room}/{color}/{page:int?}") + """

            public static class Program
            {
                public static Uri A(HttpContext http) => Chat.GetUrl(http, room: "lobby", color: Color.Red);
                public static Uri B(HttpContext http) => Chat.GetUrl(http, "lobby", Color.Red, page: 2);
            }
            """);
        Assert.That(run.FileNames, Does.Contain("Chat.WebSocket.g.cs"));
    }
}
