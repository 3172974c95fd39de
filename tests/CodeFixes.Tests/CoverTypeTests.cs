using Microsoft.CodeAnalysis.CodeFixes;
using WebSockets.CodeFixes.Tests.Infrastructure;
using WebSockets.Generator.CodeFixes;

namespace WebSockets.CodeFixes.Tests;

public sealed class CoverTypeTests
{
    private const string Handler = """
        using WebSockets;

        namespace App.Talk;

        [WebSocketHandler("/chat")]
        public partial class Chat
        {
            [OnMessage] Answer Ask(Ask ask) => new();
            [OnOpen] Answer? Open() => null;
            [OnMessage("all")] Answer All(Dictionary<string, App.Talk.Ask[]> asks, WebSocketConnection me) { me.SendAsync(new Ask()); return new(); }
        }

        [Message] public record Ask;
        [Message] public record Answer;
        """;

    private const string Program = """
        using WebSockets;

        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.AddWebSocketHandlers(); // and no more

        var app = builder.Build();
        app.MapWebSocketHandlers();
        app.Run();

        """;

    private static readonly Fix s_fix = new(new AddJsonSerializableCodeFixProvider());

    [Test]
    public Task All_types_join_those_of_the_app_s_context_once_each() => s_fix.FixesAllAsync(
        FixAllScope.Project,
        UserSolution.OfNative(Handler, Program, """
            using System.Text.Json.Serialization;

            namespace App
            {
                /// <summary>What is known.</summary>
                [JsonSerializable(typeof(Guid))]
                internal sealed partial class Json : JsonSerializerContext;
            }
            """),
        Handler,
        Program,
        """
        using System.Text.Json.Serialization;
        using App.Talk;

        namespace App
        {
            /// <summary>What is known.</summary>
            [JsonSerializable(typeof(Guid))]
            [JsonSerializable(typeof(Answer))]
            [JsonSerializable(typeof(Ask))]
            [JsonSerializable(typeof(Dictionary<string, Ask[]>))]
            internal sealed partial class Json : JsonSerializerContext;
        }
        """);

    [Test]
    public Task The_context_that_the_handler_names_is_the_one() => s_fix.FixesAsync(
        UserSolution.OfNative("""
            using System.Text.Json.Serialization;
            using WebSockets;

            [WebSocketHandler(JsonContext = typeof(Own))]
            public partial class Chat
            {
                [OnMessage] int[] Numbers(Guid id) => [];
            }

            [JsonSerializable(typeof(int[]))]
            partial class Json : JsonSerializerContext;

            [JsonSerializable(typeof(Guid))] partial class Own : JsonSerializerContext;

            static class Program { static void Main() { } }
            """),
        """
        using System.Text.Json.Serialization;
        using WebSockets;

        [WebSocketHandler(JsonContext = typeof(Own))]
        public partial class Chat
        {
            [OnMessage] int[] Numbers(Guid id) => [];
        }

        [JsonSerializable(typeof(int[]))]
        partial class Json : JsonSerializerContext;

        [JsonSerializable(typeof(Guid))] [JsonSerializable(typeof(int[]))] partial class Own : JsonSerializerContext;

        static class Program { static void Main() { } }
        """);

    [Test]
    public Task An_app_without_a_context_gets_one_in_its_JSON_options() => s_fix.FixesAllAsync(
        FixAllScope.Solution,
        UserSolution.OfNative(Handler, Program),
        Handler,
        """
        using System.Text.Json.Serialization;
        using App.Talk;
        using WebSockets;

        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.AddWebSocketHandlers(); // and no more
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, AppJsonContext.Default));

        var app = builder.Build();
        app.MapWebSocketHandlers();
        app.Run();

        [JsonSerializable(typeof(Answer))]
        [JsonSerializable(typeof(Ask))]
        [JsonSerializable(typeof(Dictionary<string, Ask[]>))]
        internal sealed partial class AppJsonContext : JsonSerializerContext;

        """);

    [Test]
    public Task A_handler_of_no_app_gets_a_context_of_its_own_with_the_options_of_the_web() => s_fix.FixesAsync(
        UserSolution.OfNative("""
            using WebSockets;

            namespace Lib
            {
                [WebSocketHandler("/chat")]
                public partial class Chat
                {
                    [OnMessage] Guid[] Ids(string x) => [];
                }

                static class Program { static void Main() { } }
            }
            """),
        """
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using WebSockets;

        namespace Lib
        {
            [WebSocketHandler("/chat", JsonContext = typeof(ChatJsonContext))]
            public partial class Chat
            {
                [OnMessage] Guid[] Ids(string x) => [];
            }

            static class Program { static void Main() { } }

            [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
            [JsonSerializable(typeof(Guid[]))]
            internal sealed partial class ChatJsonContext : JsonSerializerContext;
        }
        """);

    [Test]
    public Task A_type_that_the_context_cannot_see_is_for_its_author() => s_fix.OffersNothingAsync(UserSolution.OfNative("""
        using WebSockets;
        [WebSocketHandler] public partial class Chat { record Own; [OnMessage] void M(Own own) { } }
        static class Program { static void Main() { } }
        """));
}
