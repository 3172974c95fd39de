using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>Message methods with attributes that say who may send to them: the definition names the methods, and they are asked before anything else.</summary>
[TestFixture]
internal sealed class AuthorizationTests
{
    private const string Usings = "using Microsoft.AspNetCore.Authorization; ";

    [Test]
    public void Authorize_IsAskedBeforeThePayloadIsRead()
    {
        var run = GeneratorRun.Of(Usings + """
            [WebSocketHandler] public partial class Chat
            {
                [OnMessage, Authorize] Add Add(Add add) => add;
                [OnMessage("b")] void Free() { }
                [OnMessage("c"), Authorize("p", Roles = "r"), Authorize(AuthenticationSchemes = "s")] Task Clear([FromServices] Uri uri) => Task.CompletedTask;
            }
            [Message] public record Add(int A);
            """);
        Assert.That(run.Handler(), Does.Contain("""
                        Authorization =
                        [
                            new("Add(Add)", typeof(global::Chat).GetMethod("Add", global::WebSockets.CompilerServices.WebSocketMessageAuthorization.Declared, [typeof(global::Add)])),
                            new("Clear(Uri)", typeof(global::Chat).GetMethod("Clear", global::WebSockets.CompilerServices.WebSocketMessageAuthorization.Declared, [typeof(global::System.Uri)])),
                        ],
            """));
        Assert.That(run.Handler(), Does.Contain("""
                        // Asks, before anything is read of the message, whether the user may: Add(Add)
                        private global::System.Threading.Tasks.ValueTask Handle_Add(global::WebSockets.CompilerServices.WebSocketMessageContext context) =>
                            AuthorizeAsync(context.Expect(_dispatcher.AddReader), 0, this, static (session, message) => session.Admitted_Add(message));

                        // Add(Add)
                        private global::System.Threading.Tasks.ValueTask Admitted_Add(global::WebSockets.CompilerServices.WebSocketMessageContext context) =>
                            context.ReplyAsync(_handler.Add(context.Read(_dispatcher.AddReader)), _dispatcher.AddWriter);
            """));
        Assert.That(run.Handler(), Does.Contain("AuthorizeAsync(context, 1, this, static (session, message) => session.Admitted_Clear(message));").And.Not.Contain("Admitted_Free"));
    }

    [Test]
    public void TheUserOfAnAuthorizedMethod_IsTheOneThatWasAskedAbout()
    {
        var run = GeneratorRun.Of(Usings + """
            [WebSocketHandler] public partial class Chat
            {
                [OnMessage("a"), Authorize] void Asked(ClaimsPrincipal user) { }
                [OnMessage("b"), Authorize] void Scoped(ClaimsPrincipal user, [FromServices] Uri uri) { }
                [OnMessage("c")] void Free(ClaimsPrincipal user) { }
                [OnMessage("d"), Authorize, AllowAnonymous] void Allowed(ClaimsPrincipal user) { }
                [OnOpen] void Open(ClaimsPrincipal user) { }
            }
            """);

        Assert.That(run.Handler(), Does.Contain("_handler.Asked(context.User);")
            .And.Contain("_handler.Scoped(context.User, ")
            .And.Contain("_handler.Free(context.Connection.User);")
            .And.Contain("_handler.Allowed(context.Connection.User);")
            .And.Contain("_handler.Open(context.Connection.User);"));
    }

    [Test]
    public void WithoutAttributes_NothingIsEmitted() =>
        Assert.That(GeneratorRun.Of("[WebSocketHandler] public partial class Chat { [OnMessage] void Say(string text) { } }").Handler(), Does.Not.Contain("Authoriz").And.Not.Contain("Admitted"));

    [Test]
    public void AllowAnonymous_BesideAuthorize_Wins()
    {
        var run = GeneratorRun.Of(Usings + "[WebSocketHandler] public partial class Chat { [OnMessage, Authorize, AllowAnonymous] void Say(string text) { } }");
        Assert.That(run.Diagnostics, Is.Empty);
        Assert.That(run.Handler(), Does.Not.Contain("AuthorizeAsync"));
    }

    [Test]
    public void AnUnnamedMethodOfBothKinds_IsAskedForBoth()
    {
        var run = GeneratorRun.Of(Usings + "[WebSocketHandler] public partial class Chat { [OnMessage, Authorize] void Any(WebSocketMessage message) { } }");
        Assert.That(run.Handler(), Does.Contain("TextAsync(global::WebSockets.CompilerServices.WebSocketMessageContext context) => Handle_Any(context);"));
        Assert.That(run.Handler(), Does.Contain("BinaryAsync(global::WebSockets.CompilerServices.WebSocketMessageContext context) => Handle_Any(context);"));
        Assert.That(run.Handler(), Does.Contain("AuthorizeAsync(context, 0, this, static (session, message) => session.Admitted_Any(message));"));
    }

    [Test]
    public void Overloads_HaveAGuardEach()
    {
        var run = GeneratorRun.Of(Usings + """
            [WebSocketHandler] public partial class Chat
            {
                [OnMessage("a"), Authorize("one")] void Say(string text) { }
                [OnMessage("b"), Authorize("two")] void Say(byte[] bytes) { }
            }
            """);
        Assert.That(run.Handler(), Does.Contain("Handle_Say(").And.Contain("Handle_Say2(").And.Contain("AuthorizeAsync(context, 0,").And.Contain("AuthorizeAsync(context, 1,"));
    }

    [Test]
    public void AttributesOfAnOverriddenMethod_Hold()
    {
        var run = GeneratorRun.Of(Usings + """
            public abstract class Root { [OnMessage, Authorize("root")] public abstract void Say(string text); }
            public class Middle : Root { [Authorize("middle")] public override void Say(string text) { } }
            [WebSocketHandler] public partial class Chat : Middle { public override void Say(string text) { } }
            """);
        string[] declared = [.. new[] { "Root", "Middle", "Chat" }.Select(type => $"typeof(global::{type}).GetMethod(\"Say\", global::WebSockets.CompilerServices.WebSocketMessageAuthorization.Declared, [typeof(string)])")];
        Assert.That(run.Handler(), Does.Contain($"""new("Say(string)", {string.Join(", ", declared)}),"""));
    }

    [Test]
    public void AnAttributeOfTheApp_ThatIsARequirement_IsTaken()
    {
        var run = GeneratorRun.Of(Usings + """
            public class AgeAttribute(int years) : Attribute, IAuthorizationRequirement, IAuthorizationRequirementData
            {
                public int Years => years;
                public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];
            }
            [WebSocketHandler] public partial class Chat { [OnMessage, Age(18)] void Say(string text) { } }
            """);
        Assert.That(run.Handler(), Does.Contain("AuthorizeAsync(context, 0,"));
    }

    [TestCase("[OnMessage, Own] public virtual void Say(string text) { } private sealed class OwnAttribute : AuthorizeAttribute { }", TestName = "APrivateAttribute")]
    [TestCase("[OnMessage, Local] public virtual void Say(string text) { }", TestName = "AFileLocalAttribute")]
    [TestCase("[OnMessage, Own] public virtual void Say(string text) { } [System.Diagnostics.CodeAnalysis.Experimental(\"X\")] private sealed class OwnAttribute : AuthorizeAttribute { }", TestName = "AnExperimentalAttribute")]
    [TestCase("[OnMessage, Own(typeof(Local), 1)] public virtual void Say(string text) { } private sealed class OwnAttribute : AuthorizeAttribute { public OwnAttribute(object a, int b) { } }", TestName = "AnAttributeThatNamesAFileLocalType")]
    public void AnAttributeThatTheHandlerCannotName_Holds(string members)
    {
        var run = GeneratorRun.Of(Usings + $$"""

            #pragma warning disable X
            public abstract class Root { {{members}} }
            [WebSocketHandler] public partial class Chat : Root { }
            file sealed class Local;
            file sealed class LocalAttribute : AuthorizeAttribute;
            """);
        Assert.That(run.Handler(), Does.Contain("new(\"Say(string)\", typeof(global::Root).GetMethod(").And.Contain("AuthorizeAsync(context, 0,"));
    }

    [Test]
    public void AnInternalAttributeOfAnotherAssembly_Holds()
    {
        var library = TestCompilation.Create("Library", TestCompilation.References, Usings + """
            namespace L;
            public abstract class Root { [OnMessage("a"), Own] protected void Say() { } }
            internal sealed class OwnAttribute : AuthorizeAttribute;
            """);
        var run = GeneratorRun.Of(TestCompilation.Create("App", [.. TestCompilation.References, TestCompilation.ToReference(library)], "[WebSocketHandler] public partial class Chat : L.Root { }"));
        Assert.That(run.Handler(), Does.Contain("new(\"Say()\", typeof(global::L.Root).GetMethod(").And.Contain("AuthorizeAsync(context, 0,"));
    }

    [Test]
    public void TheMethodIsFound_WhateverItTakes()
    {
        var run = GeneratorRun.Of(Usings + """
            [WebSocketHandler(Payload = "d")] public partial class Chat
            {
                [OnMessage("a"), Authorize] void A(Dictionary<string, int?[]>? map, [FromQuery] int? page = 1) { }
                [OnMessage("b"), Authorize] static void B(WebSocketConnection me, dynamic any) { }
                [OnMessage("c"), Authorize] void C() { }
            }
            """);
        Assert.That(run.Handler(), Does.Contain("[typeof(global::System.Collections.Generic.Dictionary<string, int?[]>), typeof(int?)]").And.Contain("[typeof(global::WebSockets.WebSocketConnection), typeof(object)]").And.Contain("Declared, [])"));
    }

    // What is asked, the server sees when it reads the attribute.
    [TestCase("partial class SeenInPartAttribute : Attribute;")]
    [TestCase("class SeenInPartAttribute : Base; partial class Base : Attribute;")]
    public void AnAttributeThatMayBeMoreThanIsSeen_IsRead(string attribute)
    {
        var run = GeneratorRun.Of(Usings + "[WebSocketHandler] public partial class Chat { [OnMessage, SeenInPart] void Say(string text) { } } " + string.Concat(attribute.Split("; ").Select(one => "public " + one.TrimEnd(';') + "; ")));
        Assert.That(run.Handler(), Does.Contain("AuthorizeAsync(context, 0,"));
    }

    [Test]
    public void AnotherAttribute_IsNone() => Assert.That(
        GeneratorRun.Of("[WebSocketHandler] public partial class Chat { [OnMessage, Obsolete, Audit] void Say(string text) { } } public class AuditAttribute : Attribute;").Handler(), Does.Not.Contain("AuthorizeAsync"));
}
