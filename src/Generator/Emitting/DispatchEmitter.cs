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
        var groups = handler.Methods.Messages
            .Where(static message => message.Name is not null)
            .GroupBy(static message => Encoding.UTF8.GetByteCount(message.Name))
            .OrderBy(static group => group.Key)
            .ToArray();
        if (groups.Length == 0)
        {
            return;
        }

        writer.Write("// Finds the method of a named message.");
        writer.Write("public override bool TryDispatch(global::WebSockets.CompilerServices.WebSocketMessageContext context, out global::System.Threading.Tasks.ValueTask completion)").Open();
        writer.Write("global::System.ReadOnlySpan<byte> name = context.Name;");
        writer.Write("switch (name.Length)").Open();
        foreach (var group in groups)
        {
            writer.Write($"case {group.Key.ToString(CultureInfo.InvariantCulture)}:");
            foreach (var message in group)
            {
                WriteName(writer, message, names);
            }

            writer.WriteDeeper("break;").Separate();
        }

        writer.Close().Separate();
        writer.Write("completion = default;\nreturn false;");
        writer.Close().Separate();
    }

    private static void WriteName(SourceWriter writer, MessageMethodModel message, HandlerNames names) => writer.WriteDeeper($$"""
        if (global::System.MemoryExtensions.SequenceEqual(name, {{CSharpLiteral.Utf8(message.Name!)}}))
        {
            completion = {{names.Caller(message)}}(context);
            return true;
        }

        """);
}
