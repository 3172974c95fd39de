using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>Writes the file that gives the assembly's message types their names.</summary>
internal static class MessagesSource
{
    public const string HintName = "Messages.g.cs";

    public static string Write(IReadOnlyCollection<MessageTypeModel> messages)
    {
        var writer = new SourceWriter().Write(GeneratedCode.Header).Separate();
        writer.Write("namespace WebSockets").Open();
        writer.Write($"""
            /// <summary>Gives the message types of this assembly their names.</summary>
            {GeneratedCode.Attribute}
            [global::Microsoft.CodeAnalysis.Embedded]
            internal static class GeneratedWebSocketMessages
            """).Open();
        writer.Write("""
            [global::System.Runtime.CompilerServices.ModuleInitializer]
            internal static void Register()
            """).Open();
        foreach (var message in messages)
        {
            writer.Write(Registration(message));
        }

        return writer.Close().Close().Close().ToString();
    }

    public static string Registration(MessageTypeModel message) =>
        $"global::WebSockets.CompilerServices.WebSocketMessages.Register(typeof({message.Type}), {CSharpLiteral.String(message.Name)});";
}
