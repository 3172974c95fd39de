namespace WebSockets.Generator.Tests.Infrastructure;

/// <summary>User code around what a test is about.</summary>
internal static class Sources
{
    public const string Types = """

        [Message] public record Say(string Text);
        public record Plain(int Number);
        public struct Point { public int X { get; set; } }
        public enum Color { Red, Green }
        public interface IClock { }
        public class Clock : IClock { }
        """;

    /// <summary>A handler with these members, in the global namespace. Most tests are about one part of it, so it need not do anything.</summary>
    public static string Handler(string members, string path = "/chat/{room}/{color}/{id}", string settings = "") => $$"""

        #pragma warning disable WSG0003
        [WebSocketHandler("{{path}}"{{settings}})]
        public partial class Chat
        {
            {{members}}
        }
        """ + Types;
}
