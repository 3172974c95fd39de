using System.Globalization;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>Writes the file of one handler: the other part of its class.</summary>
internal static class HandlerSource
{
    public static string Write(HandlerModel handler)
    {
        var writer = new SourceWriter().Write(GeneratedCode.Header).Separate();
        WritePart(writer, handler.Declaration, " : " + Interface(handler), () => WriteMembers(writer, handler));
        return writer.ToString();
    }

    /// <summary>Writes a part of a handler's class, with the types and the namespace around it.</summary>
    public static void WritePart(SourceWriter writer, DeclarationModel declaration, string bases, Action writeMembers)
    {
        if (declaration.Namespace is { } space)
        {
            writer.Write($"namespace {space}").Open();
        }

        var depth = 0;
        foreach (var type in declaration.Types)
        {
            depth++;
            writer.Write(depth < declaration.Types.Count ? type : type + bases).Open();
        }

        writeMembers();
        for (; depth > 0; depth--)
        {
            writer.Close();
        }

        if (declaration.Namespace is not null)
        {
            writer.Close();
        }
    }

    /// <summary>Two classes whose names differ in case alone would be one file.</summary>
    public static string HintName(string metadataName, bool isAmbiguous, string kind = "WebSocket") =>
        $"{metadataName}{(isAmbiguous ? "." + Hash(metadataName).ToString("x8", CultureInfo.InvariantCulture) : "")}.{kind}.g.cs";

    private static string Interface(HandlerModel handler) => $"global::WebSockets.IWebSocketHandler<{handler.Declaration.FullName}>";

    private static void WriteMembers(SourceWriter writer, HandlerModel handler)
    {
        var nested = handler.Declaration.NestedName;
        writer.Write($"""
            {GeneratedCode.Attribute}
            static global::WebSockets.CompilerServices.WebSocketHandlerDefinition {Interface(handler)}.Definition => {nested}.Definition;
            """).Separate();
        writer.Write($"""
            {GeneratedCode.Attribute}
            private static class {nested}
            """).Open();
        var names = new HandlerNames(handler);
        DefinitionEmitter.Write(writer, handler, names);
        writer.Separate();
        DispatcherEmitter.Write(writer, handler, names);
        if (handler.Construction is not null)
        {
            writer.Separate();
            SessionEmitter.Write(writer, handler, names);
        }

        writer.Close();
    }

    // FNV-1a: the same on every machine.
    private static uint Hash(string text) => text.Aggregate(2166136261u, static (hash, c) => unchecked((hash ^ c) * 16777619u));
}
