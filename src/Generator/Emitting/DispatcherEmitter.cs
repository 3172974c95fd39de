using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>Writes the dispatcher: the JSON metadata of one mapping, and the making of handler instances.</summary>
internal static class DispatcherEmitter
{
    private const string Namespace = "global::WebSockets.CompilerServices";

    public static void Write(SourceWriter writer, HandlerModel handler, HandlerNames names)
    {
        writer.Write($"// One for each mapping: {(names.HasJson ? "how its messages are read and written, and " : "")}the making of handler instances.");
        writer.Write($"private sealed class Dispatcher : {Namespace}.WebSocketDispatcher").Open();
        if (names.HasJson)
        {
            WriteFields(writer, names);
            WriteConstructor(writer, names);
        }

        WriteCreateSession(writer, handler, names);
        writer.Close();
    }

    private static void WriteFields(SourceWriter writer, HandlerNames names)
    {
        foreach (var reader in names.Readers)
        {
            writer.Write($"internal readonly {Namespace}.WebSocketReader<{reader.Key}> {reader.Value};");
        }

        foreach (var replies in names.Writers)
        {
            writer.Write($"internal readonly {Namespace}.WebSocketWriter<{replies.Key}> {replies.Value};");
        }

        writer.Separate();
    }

    private static void WriteConstructor(SourceWriter writer, HandlerNames names)
    {
        writer.Write($"internal Dispatcher({Namespace}.WebSocketJson json)").Open();
        foreach (var reader in names.Readers)
        {
            writer.Write($"{reader.Value} = json.Incoming<{reader.Key}>();");
        }

        foreach (var replies in names.Writers)
        {
            writer.Write($"{replies.Value} = json.Outgoing<{replies.Key}>();");
        }

        writer.Close().Separate();
    }

    private static void WriteCreateSession(SourceWriter writer, HandlerModel handler, HandlerNames names)
    {
        writer.Write($"public override {Namespace}.WebSocketSession CreateSession(global::System.IServiceProvider services) =>");
        if (handler.Construction is not { } construction)
        {
            // What keeps it from being made is an error of its own; this only lets the rest compile.
            writer.WriteDeeper("throw new global::System.NotSupportedException(\"No instance of the handler can be made.\");");
            return;
        }

        var instance = $"new {handler.Declaration.FullName}";
        var arguments = construction.Arguments.Select(static argument => ServiceExpression.Of(argument, "services")).ToArray();
        writer.WriteDeeper(arguments.Length < 2 && construction.Members.Count == 0
            ? $"new Session({(names.HasJson ? "this, " : "")}{instance}({string.Concat(arguments)}), services);"
            : $"new Session(\n{(names.HasJson ? "    this,\n" : "")}    {instance}{Lines(arguments)}{Members(construction)},\n    services);");
    }

    private static string Lines(string[] arguments) => arguments.Length == 0 ? "()" : $"(\n        {string.Join(",\n        ", arguments)})";

    private static string Members(ConstructionModel construction) => construction.Members.Count == 0 ? "" : $$"""

            {
        {{string.Join("\n", construction.Members.Select(static member => $"        {CSharpIdentifier.Escape(member.Name)} = {ServiceExpression.Of(member.Service, "services")},"))}}
            }
        """;
}
