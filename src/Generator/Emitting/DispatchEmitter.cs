using System.Globalization;
using System.Text;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>Writes <c>TryDispatch</c> and <c>TryDispatchNumber</c>: they find a message's method by the bytes of its name, or by the number that it is.</summary>
internal static class DispatchEmitter
{
    private const string Parameters = "out global::System.Threading.Tasks.ValueTask completion";
    private const string Context = "global::WebSockets.CompilerServices.WebSocketMessageContext context";

    public static void Write(SourceWriter writer, HandlerModel handler, HandlerNames names)
    {
        MessageMethodModel[] texts =
        [
            .. handler.Methods.Messages
                .Where(static message => message.Name is { Number: null })
                .OrderBy(static message => Encoding.UTF8.GetByteCount(message.Name!.Text)),
        ];
        if (texts.Length > 0)
        {
            writer.Write("// Finds the method of a named message.");
            writer.Write($"public override bool TryDispatch({Context}, {Parameters})").Open();
            writer.Write("global::System.ReadOnlySpan<byte> name = context.Name;");
            WriteSwitch(writer, "name.Length", texts.Select(message => (Case(message.Name!.Text), names.Caller(message))));
        }

        MessageMethodModel[] numbers = [.. handler.Methods.Messages.Where(static message => message.Name is { Number: not null })];
        if (numbers.Length > 0)
        {
            writer.Write("// Finds the method of a message whose name is an integer.");
            writer.Write($"public override bool TryDispatchNumber({Context}, long number, {Parameters})").Open();
            WriteSwitch(writer, "number", numbers.Select(message => (message.Name!.Text, names.Caller(message))));
        }
    }

    private static void WriteSwitch(SourceWriter writer, string value, IEnumerable<(string Case, string Caller)> methods)
    {
        writer.Write($"switch ({value})").Open();
        foreach (var (label, caller) in methods)
        {
            writer.Write($"case {label}:").WriteDeeper($"completion = {caller}(context); return true;");
        }

        writer.Write("default:").WriteDeeper("completion = default;\nreturn false;");
        writer.Close();
        writer.Close().Separate();
    }

    private static string Case(string name)
    {
        var length = Encoding.UTF8.GetByteCount(name).ToString(CultureInfo.InvariantCulture);
        return $"{length} when global::System.MemoryExtensions.SequenceEqual(name, {CSharpLiteral.Utf8(name)})";
    }
}
