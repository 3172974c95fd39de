using System.Globalization;
using System.Text;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>Writes <c>TryDispatch</c>: finds a message's method by the bytes of its name.</summary>
internal static class DispatchEmitter
{
    public static void Write(SourceWriter writer, HandlerModel handler, HandlerNames names)
    {
        MessageMethodModel[] named =
        [
            .. handler.Methods.Messages
                .Where(static message => message.Name is not null)
                .OrderBy(static message => Encoding.UTF8.GetByteCount(message.Name)),
        ];
        if (named.Length == 0)
        {
            return;
        }

        writer.Write("// Finds the method of a named message.");
        writer.Write("public override bool TryDispatch(global::WebSockets.CompilerServices.WebSocketMessageContext context, out global::System.Threading.Tasks.ValueTask completion)").Open();
        writer.Write("global::System.ReadOnlySpan<byte> name = context.Name;");
        writer.Write("switch (name.Length)").Open();
        foreach (var message in named)
        {
            WriteName(writer, message, names);
        }

        writer.Write("default:").WriteDeeper("completion = default;\nreturn false;");
        writer.Close();
        writer.Close().Separate();
    }

    private static void WriteName(SourceWriter writer, MessageMethodModel message, HandlerNames names)
    {
        var length = Encoding.UTF8.GetByteCount(message.Name).ToString(CultureInfo.InvariantCulture);
        writer.Write($"case {length} when global::System.MemoryExtensions.SequenceEqual(name, {CSharpLiteral.Utf8(message.Name!)}):");
        writer.WriteDeeper($"completion = {names.Caller(message)}(context); return true;");
    }
}
