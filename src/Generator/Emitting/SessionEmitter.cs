using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>Writes the session: one handler instance, the values of its handshake, and a method for each that the handler has.</summary>
internal static class SessionEmitter
{
    private const string Namespace = "global::WebSockets.CompilerServices";

    public static void Write(SourceWriter writer, HandlerModel handler, HandlerNames names)
    {
        var usesHandler = handler.Methods.All.Any(static method => method.StaticType is null);
        writer.Write("// One for each connection: the handler's instance, and what calls its methods.");
        writer.Write($"private sealed class Session : {Namespace}.WebSocketSession").Open();
        WriteFields(writer, handler, names, usesHandler);
        WriteConstructor(writer, handler, names, usesHandler);
        BindEmitter.Write(writer, names);
        LoginEmitter.Write(writer, handler, names);
        OpenEmitter.Write(writer, handler, names);
        MessageEmitter.Write(writer, handler, names);
        ControlFrameEmitter.Write(writer, handler, names);
        CloseEmitter.Write(writer, handler, names);
        ErrorEmitter.Write(writer, handler, names);
        writer.Close();
    }

    private static void WriteFields(SourceWriter writer, HandlerModel handler, HandlerNames names, bool usesHandler)
    {
        if (names.HasJson)
        {
            writer.Write("private readonly Dispatcher _dispatcher;");
        }

        if (usesHandler)
        {
            writer.Write($"private readonly {handler.Declaration.FullName} _handler;");
        }

        foreach (var value in names.Bound)
        {
            var initial = value.Key.Type is { IsValueType: false, IsNullable: false } ? " = null!" : "";
            writer.Write($"private {value.Key.Type.Annotated} {value.Value}{initial};");
        }

        if (names.HasJson || usesHandler || names.Bound.Any())
        {
            writer.Separate();
        }
    }

    private static void WriteConstructor(SourceWriter writer, HandlerModel handler, HandlerNames names, bool usesHandler)
    {
        var dispatcher = names.HasJson ? "Dispatcher dispatcher, " : "";
        writer.Write($"internal Session({dispatcher}{handler.Declaration.FullName} handler, global::System.IServiceProvider services)");
        writer.WriteDeeper(": base(handler, services)");
        writer.Open();
        if (names.HasJson)
        {
            writer.Write("_dispatcher = dispatcher;");
        }

        if (usesHandler)
        {
            writer.Write("_handler = handler;");
        }

        writer.Close().Separate();
    }
}
