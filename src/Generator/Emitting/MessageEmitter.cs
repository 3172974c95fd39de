using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>Writes one method for each message method, and those that choose among them.</summary>
internal static class MessageEmitter
{
    private const string Context = "global::WebSockets.CompilerServices.WebSocketMessageContext context";
    private const string ValueTask = "global::System.Threading.Tasks.ValueTask";

    public static void Write(SourceWriter writer, HandlerModel handler, HandlerNames names)
    {
        DispatchEmitter.Write(writer, handler, names);
        foreach (var message in handler.Methods.Messages)
        {
            if (message.TakesText)
            {
                writer.Write($"public override {ValueTask} TextAsync({Context}) => {names.Caller(message)}(context);").Separate();
            }

            if (message.TakesBinary)
            {
                writer.Write($"public override {ValueTask} BinaryAsync({Context}) => {names.Caller(message)}(context);").Separate();
            }
        }

        foreach (var message in handler.Methods.Messages)
        {
            WriteCaller(writer, message, names);
        }
    }

    private static void WriteCaller(SourceWriter writer, MessageMethodModel message, HandlerNames names)
    {
        var method = message.Method;
        writer.Write($"// {method.Display}");
        writer.Write($"private {(method.UsesServices ? "async " : "")}{ValueTask} {names.Caller(message)}({Context})").Open();
        if (message.Name is not null && method.Payload is null)
        {
            writer.Write("context.IgnorePayload();");
        }

        if (method.UsesServices)
        {
            writer.Write("await using var scope = global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(Services);");
            ReplyEmitter.WriteAwaited(writer, method, CallExpression.Of(method, CallSite.ScopedMessage, names), names);
        }
        else
        {
            ReplyEmitter.Write(writer, method, CallExpression.Of(method, CallSite.Message, names), names);
        }

        writer.Close().Separate();
    }
}
