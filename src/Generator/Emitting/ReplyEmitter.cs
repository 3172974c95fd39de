using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>Writes a call whose value, if it has one, is sent: a method that returns a ValueTask.</summary>
internal static class ReplyEmitter
{
    private const string Json = "global::WebSockets.CompilerServices.WebSocketJson";

    /// <summary>A method that is not async: whatever need not be waited for costs no state machine.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="signature">The method's head.</param>
    /// <param name="method">The user's method.</param>
    /// <param name="call">The call of it.</param>
    /// <param name="names">The names of what is emitted.</param>
    public static void Write(SourceWriter writer, string signature, MethodModel method, string call, HandlerNames names)
    {
        if (method.Return.Shape == ReturnShape.Void)
        {
            writer.Write(signature).Open();
            WriteReturned(writer, method, call, names);
            writer.Close().Separate();
        }
        else
        {
            writer.Write(signature + " =>").WriteDeeper(Completion(method, call, names) + ";").Separate();
        }
    }

    /// <summary>The last lines of such a method.</summary>
    public static void WriteReturned(SourceWriter writer, MethodModel method, string call, HandlerNames names) => writer.Write(
        method.Return.Shape == ReturnShape.Void ? $"{call};\nreturn default;" : $"return {Completion(method, call, names)};");

    /// <summary>The body of an async method.</summary>
    public static void WriteAwaited(SourceWriter writer, MethodModel method, string call, HandlerNames names) => writer.Write(method.Return.Shape switch
    {
        ReturnShape.Void => $"{call};",
        ReturnShape.Task when method.Return.IsNullable => $"await {Completion(method, call, names)}.ConfigureAwait(false);",
        ReturnShape.Task or ReturnShape.ValueTask => $"await {call}.ConfigureAwait(false);",
        _ => $"await {Reply(method, call, names)}.ConfigureAwait(false);",
    });

    private static string Completion(MethodModel method, string call, HandlerNames names) => method.Return.Shape switch
    {
        ReturnShape.Task => $"new global::System.Threading.Tasks.ValueTask({call}{(method.Return.IsNullable ? " ?? global::System.Threading.Tasks.Task.CompletedTask" : "")})",
        ReturnShape.ValueTask => call,
        _ => Reply(method, call, names),
    };

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
