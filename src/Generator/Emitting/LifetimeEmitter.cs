using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>Writes a method whose user's method replies nothing.</summary>
internal static class LifetimeEmitter
{
    public static void Write(SourceWriter writer, MethodModel method, string signature, HandlerNames names)
    {
        writer.Write($"// {method.Display}");
        ReplyEmitter.Write(
            writer,
            $"public override global::System.Threading.Tasks.ValueTask {signature}",
            method,
            CallExpression.Of(method, CallSite.Lifetime, names),
            names);
    }
}
