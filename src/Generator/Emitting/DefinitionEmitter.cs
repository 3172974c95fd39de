using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>Writes the handler's definition: what the attribute says. What keeps its default is left out.</summary>
internal static class DefinitionEmitter
{
    private const string Namespace = "global::WebSockets.CompilerServices";

    public static void Write(SourceWriter writer, HandlerModel handler, HandlerNames names)
    {
        var definition = handler.Definition;
        writer.Write("// What [WebSocketHandler] says, and what the server must know of its methods.");
        writer.Write($"internal static readonly {Namespace}.WebSocketHandlerDefinition Definition = new()").Open();
        writer.Write($"Handler = typeof({handler.Declaration.FullName}),");
        writer.Write($"Name = {CSharpLiteral.String(definition.Name)},");
        writer.Write($"Path = {CSharpLiteral.String(definition.Path)},");
        WriteList(writer, "Protocols", definition.Protocols.Select(static protocol => CSharpLiteral.String(protocol)));
        WriteText(writer, "Discriminator", definition.Discriminator);
        WriteText(writer, "Payload", definition.Payload);
        WriteText(writer, "Correlation", definition.Correlation);
        if (definition.JsonContext is { } context)
        {
            writer.Write($"JsonContext = {context}.Default,");
        }

        WriteList(writer, "RouteValues", RouteValues(handler));
        WriteList(writer, "Messages", Names(handler).Where(static name => name.Number is null).Select(static name => CSharpLiteral.String(name.Text)));
        WriteList(writer, "MessageNumbers", Names(handler).Where(static name => name.Number is not null).Select(static name => name.Text));
        WriteAuthorization(writer, names);
        WriteFeatures(writer, handler.Methods);

        writer.Write(names.HasJson ? "CreateDispatcher = static json => new Dispatcher(json)," : "CreateDispatcher = static _ => new Dispatcher(),");
        writer.Close(";");
    }

    private static void WriteText(SourceWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.Write($"{name} = {CSharpLiteral.String(value)},");
        }
    }

    private static void WriteList(SourceWriter writer, string name, IEnumerable<string> values)
    {
        var items = string.Join(", ", values);
        if (items.Length > 0)
        {
            writer.Write($"{name} = [{items}],");
        }
    }

    private static void WriteAuthorization(SourceWriter writer, HandlerNames names)
    {
        if (names.Authorized.Count > 0)
        {
            writer.Write("Authorization =\n[").WriteDeeper(string.Join("\n", names.Authorized.Select(static message => Authorization(message.Method)))).Write("],");
        }
    }

    private static string Authorization(MethodModel method)
    {
        var parameters = string.Join(", ", method.Authorization!.Parameters.Select(static type => $"typeof({type})"));
        var declarations = method.Authorization.Declarations.Select(type =>
            $"typeof({type}).GetMethod({CSharpLiteral.String(method.Name)}, {Namespace}.WebSocketMessageAuthorization.Declared, [{parameters}])");
        return $"new({CSharpLiteral.String(method.Display)}, {string.Join(", ", declarations)}),";
    }

    private static IEnumerable<string> RouteValues(HandlerModel handler) => handler.Methods.All
        .SelectMany(static method => method.Arguments)
        .Where(static argument => argument.Bound?.Source == BoundSource.Route)
        .Select(static argument => CSharpLiteral.String(argument.Bound!.Key))
        .Distinct();

    private static IEnumerable<MessageName> Names(HandlerModel handler) => handler.Methods.Messages.Select(static message => message.Name).OfType<MessageName>();

    private static void WriteFeatures(SourceWriter writer, MethodsModel methods)
    {
        (string Name, bool Has)[] features =
        [
            ("Login", methods.Login is not null),
            ("Error", methods.Errors.Count > 0),
            ("NamedMessages", methods.Messages.Any(static message => message.Name is not null)),
            ("TextMessages", methods.Messages.Any(static message => message.TakesText)),
            ("RawText", methods.Messages.Any(static message => message.TakesRawText)),
            ("BinaryMessages", methods.Messages.Any(static message => message.TakesBinary)),
            ("Ping", methods.Ping is not null),
            ("Pong", methods.Pong is not null),
        ];
        var flags = features.Where(static feature => feature.Has).Select(static feature => $"{Namespace}.WebSocketHandlerFeatures.{feature.Name}").ToArray();
        if (flags.Length == 1)
        {
            writer.Write($"Features = {flags[0]},");
        }
        else if (flags.Length > 1)
        {
            writer.Write("Features =").WriteDeeper(string.Join("\n| ", flags) + ",");
        }
    }
}
