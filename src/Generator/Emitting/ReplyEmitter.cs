using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>Writes a call whose value, if it has one, is sent: the body of a method that returns a ValueTask.</summary>
internal static class ReplyEmitter
{
    private const string Json = "global::WebSockets.CompilerServices.WebSocketJson";

    /// <summary>The body of a method that is not async: whatever need not be waited for costs no state machine.</summary>
    public static void Write(SourceWriter writer, MethodModel method, string call, HandlerNames names) => writer.Write(method.Return.Shape switch
    {
        ReturnShape.Void => $"{call};\nreturn default;",
        ReturnShape.Task => $"return new global::System.Threading.Tasks.ValueTask({call});",
        ReturnShape.ValueTask => $"return {call};",
        _ => $"return {Reply(method, call, names)};",
    });

    /// <summary>The body of an async method.</summary>
    public static void WriteAwaited(SourceWriter writer, MethodModel method, string call, HandlerNames names) => writer.Write(method.Return.Shape switch
    {
        ReturnShape.Void => $"{call};",
        ReturnShape.Task or ReturnShape.ValueTask => $"await {call}.ConfigureAwait(false);",
        _ => $"await {Reply(method, call, names)}.ConfigureAwait(false);",
    });

    // The writer is one of the type without its question mark: the context sends nothing for null.
    private static string Reply(MethodModel method, string call, HandlerNames names)
    {
        var (reply, writer) = method.Return switch
        {
            { IsNullable: false } => ("", ""),
            { Shape: ReturnShape.Sequence } => ("", "!"),
            _ => ("!", ""),
        };
        return $"context.ReplyAsync({call}{reply}, {Writer(method.Return, names)}{writer})";
    }

    private static string Writer(ReturnModel result, HandlerNames names) => result.Value switch
    {
        ReturnValue.Text => $"{Json}.Text",
        ReturnValue.Bytes => $"{Json}.Bytes",
        ReturnValue.Memory => $"{Json}.Memory",
        _ => names.Writer(result.Json!),
    };
}
