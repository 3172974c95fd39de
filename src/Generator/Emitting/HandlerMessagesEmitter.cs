using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>Writes the registration of the message types that only the handler can see, or that come from another assembly.</summary>
internal static class HandlerMessagesEmitter
{
    public static void Write(SourceWriter writer, HandlerModel handler)
    {
        if (handler.MessageTypes.Count == 0)
        {
            return;
        }

        writer.Write("// The names of the messages that the assembly's own registration leaves out.");
        writer.Write($"static {handler.Declaration.NestedName}()").Open();
        foreach (var message in handler.MessageTypes)
        {
            writer.Write(MessagesSource.Registration(message));
        }

        writer.Close().Separate();
    }
}
