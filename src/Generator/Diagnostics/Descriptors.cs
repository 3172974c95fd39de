using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Diagnostics;

/// <summary>
/// Every diagnostic of the library. Each has a page under <c>docs/diagnostics</c>. Those that are not configurable are the generator's: they say what it
/// has left out. Analyzers report the others.
/// </summary>
internal static class Descriptors
{
    private const string Handlers = "WebSockets.Handlers";
    private const string Paths = "WebSockets.Paths";
    private const string Methods = "WebSockets.Methods";
    private const string Messages = "WebSockets.Messages";
    private const string Protocol = "WebSockets.Protocol";

    // The first withstands pragmas and .editorconfig, the second [SuppressMessage]: the compiler does not apply it to what is tagged as its own.
    private static readonly string[] OfGenerator = [WellKnownDiagnosticTags.NotConfigurable, WellKnownDiagnosticTags.Compiler];

    public static readonly DiagnosticDescriptor NotPartial = new(
        "WSG0001",
        "A WebSocket handler must be partial",
        "'{0}' must be partial: the handler '{1}' is completed by generated code. Add the modifier 'partial' to its declaration.",
        Handlers,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0001"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor NotMappable = new(
        "WSG0002",
        "A WebSocket handler must be a class that can be mapped",
        "The handler '{0}' cannot be mapped: {1}. {2}.",
        Handlers,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0002"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor NoPurpose = new(
        "WSG0003",
        "A WebSocket handler opens connections or receives messages",
        "The handler '{0}' has neither an [OnOpen] nor an [OnMessage] method: a client can connect, and nothing happens. Add one of them.",
        Handlers,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0003"));

    public static readonly DiagnosticDescriptor StrayMethod = new(
        "WSG0004",
        "A lifecycle attribute needs a handler",
        "'{0}' is marked with [{1}], but '{2}' is no handler and no handler of this assembly derives from it, so nothing calls it. Mark the class with [WebSocketHandler].",
        Handlers,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0004"));

    public static readonly DiagnosticDescriptor Construction = new(
        "WSG0005",
        "A WebSocket handler needs one constructor to call",
        "The handler '{0}' cannot be constructed: {1}. {2}.",
        Handlers,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0005"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor SameName = new(
        "WSG0006",
        "Two handlers have the same name",
        "The handlers '{0}' and '{1}' are both named '{2}', so one section of the configuration would be for both. Give one another name: [WebSocketHandler(…, Name = \"…\")].",
        Handlers,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0006"));

    public static readonly DiagnosticDescriptor NoService = new(
        "WSG0007",
        "A handler is made of services",
        "The handler '{0}' is made of services, and its {1} '{2}' cannot be one: {3}. {4}.",
        Handlers,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0007"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor NotMapped = new(
        "WSG0008",
        "A handler is not mapped",
        "The handler '{0}' is never mapped, so no client can connect to it. Call app.MapWebSocketHandlers().",
        Handlers,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0008"),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor NoServices = new(
        "WSG0009",
        "WebSocket handlers are mapped without their services",
        "This app maps WebSocket handlers and never adds their services, so it would stop at this call. Call builder.Services.AddWebSocketHandlers() before builder.Build().",
        Handlers,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0009"),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor Section = new(
        "WSG0010",
        "The name of a handler is a section of the configuration",
        "The handler '{0}' cannot be named '{1}': {2}. Give it another name: [WebSocketHandler(…, Name = \"…\")].",
        Handlers,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0010"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor MappedTwice = new(
        "WSG0012",
        "A handler is mapped twice at the same path",
        "The handler '{0}' is mapped twice at the same path, so that routing cannot choose between the two endpoints. Remove one, or give one another Path in its options.",
        Handlers,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0012"),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor OldLanguage = new(
        "WSG0013",
        "WebSocket handlers need C# 13",
        "The handler '{0}' cannot be completed: generated code needs C# 13 or later, and this project is compiled as C# {1}. Remove LangVersion from the project, or raise it.",
        Handlers,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0013"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor LibraryNotMapped = new(
        "WSG0014",
        "The handlers of a library are not mapped",
        "The library '{0}' has WebSocket handlers, and this app never maps them, so no client can connect to them. Call app.{1}().",
        Handlers,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0014"),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor MalformedPath = new(
        "WSG0101",
        "The path of a WebSocket handler must be a route template",
        "The path '{0}' is malformed: {1}",
        Paths,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0101"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor SamePath = new(
        "WSG0102",
        "Two handlers have the same path",
        "The handlers '{0}' and '{1}' have the paths '{2}' and '{3}', which match the same requests. Change one of them.",
        Paths,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0102"));

    public static readonly DiagnosticDescriptor UnknownVariable = new(
        "WSG0103",
        "[FromRoute] must name a variable of the path",
        "Parameter '{0}' of '{1}' takes '{2}' from the path '{3}', which has no such variable. It has: {4}.",
        Paths,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0103"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor NotParsable = new(
        "WSG0104",
        "A value of the request must have a type that can be read from text",
        "Parameter '{0}' of '{1}' takes a value of the {2}, which cannot be read as '{3}'. Use string, an enum, a type that implements IParsable<T>, {4}.",
        Paths,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0104"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor UnboundVariable = new(
        "WSG0105",
        "A variable of the path is not used",
        "No method of '{0}' takes '{1}' of the path '{2}'. Add a parameter of this name where it is needed.",
        Paths,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0105"));

    public static readonly DiagnosticDescriptor OptionalVariable = new(
        "WSG0106",
        "A variable that may be left out must be allowed to be missing",
        "The path may be written without '{0}', and '{1}' of '{2}' must have a value: such a request is refused with status 400. Declare it '{3}?', or remove the '?' from the path.",
        Paths,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0106"));

    public static readonly DiagnosticDescriptor UrlShape = new(
        "WSG0107",
        "A [WebSocketUrl] method is a static partial method of a handler",
        "'{0}' cannot be completed: {1}. {2}.",
        Paths,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0107"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor UrlParameter = new(
        "WSG0108",
        "The parameters of a [WebSocketUrl] method are the variables of the path",
        "The parameters of '{0}' are not the variables of the path '{1}': {2}",
        Paths,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0108"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor SeveralOfOne = new(
        "WSG0201",
        "A handler has at most one method for this attribute",
        "'{0}' is a second [{1}] method; '{2}' is the first. Join them, or call one from the other.",
        Methods,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0201"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor SameMessageName = new(
        "WSG0202",
        "Two message methods have the same name",
        "'{0}' and '{1}' both handle messages named {2}. Give one of them another name: [OnMessage(\"…\")].",
        Methods,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0202"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor SameMessageKind = new(
        "WSG0203",
        "Two unnamed message methods are for the same kind of message",
        "'{0}' and '{1}' both handle unnamed {2} messages. Give one of them a name, [OnMessage(\"…\")], or join them.",
        Methods,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0203"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor SeveralPayloads = new(
        "WSG0204",
        "A message method has at most one payload",
        "'{0}' has more than one payload parameter: {1}. A message has one payload; mark services with [FromServices], and put the rest into one type.",
        Methods,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0204"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor Unbindable = new(
        "WSG0205",
        "A parameter cannot be bound here",
        "Parameter '{0}' of '{1}' cannot be bound: {2}. An [{3}] method can take {4}.",
        Methods,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0205"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor PayloadWithoutMessage = new(
        "WSG0206",
        "Only a message method has a payload",
        "Parameter '{0}' of '{1}' would be a message's payload, and [{2}] has no message. If '{3}' is a service, mark it with [FromServices]. An [{2}] method can take {4}.",
        Methods,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0206"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor PassedByReference = new(
        "WSG0207",
        "A parameter must be passed by value",
        "Parameter '{0}' of '{1}' is declared '{2}'; the generated call passes plain values only. Remove the modifier.",
        Methods,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0207"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor Generic = new(
        "WSG0208",
        "A lifecycle method must not be generic",
        "'{0}' is generic; the generated call has no type arguments for it. Write one method for each type.",
        Methods,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0208"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor AsyncVoid = new(
        "WSG0209",
        "A lifecycle method must not be async void",
        "'{0}' is async void: it cannot be awaited, and its exceptions end the process. Return Task or ValueTask.",
        Methods,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0209"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor ReturnType = new(
        "WSG0210",
        "A lifecycle method returns what its attribute allows",
        "'{0}' returns '{1}'{2}. An [{3}] method returns {4}.",
        Methods,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0210"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor ExceptionParameter = new(
        "WSG0211",
        "An [OnError] method takes one exception",
        "'{0}' has {1} exception parameters. An [OnError] method takes exactly one, and its type decides which exceptions the method handles.",
        Methods,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0211"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor SameException = new(
        "WSG0212",
        "Two [OnError] methods are for the same exception",
        "'{0}' and '{1}' both handle '{2}'. Join them, or give one a more derived exception.",
        Methods,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0212"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor ExclusiveAttributes = new(
        "WSG0213",
        "Lifecycle attributes exclude each other",
        "'{0}' is marked with {1}; a method is for one of them. Write one method for each.",
        Methods,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0213"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor SeveralTokens = new(
        "WSG0214",
        "One CancellationToken is enough",
        "'{0}' takes '{1}' and '{2}', and both end with the connection. Remove one of them.",
        Methods,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0214"));

    public static readonly DiagnosticDescriptor Blocking = new(
        "WSG0215",
        "A handler must not block",
        "'{0}' blocks the thread that '{1}' runs on until it is done. Make the method async, and {2}.",
        Methods,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0215"));

    public static readonly DiagnosticDescriptor Inaccessible = new(
        "WSG0216",
        "A lifecycle method of a base class must be accessible to the handler",
        "'{0}' is marked with [{1}], and the handler '{2}' cannot call it: it is {3}. {4}, or remove the attribute.",
        Methods,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0216"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor Uncalled = new(
        "WSG0217",
        "A lifecycle attribute stands on what cannot be called",
        "'{0}' is marked with [{1}], and generated code cannot call it: it is {2}. {3}.",
        Methods,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0217"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor EmptyName = new(
        "WSG0218",
        "The name of a message is not empty",
        "'{0}' has an empty name, which counts as none. Give it a name, or leave the argument out.",
        Methods,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0218"));

    public static readonly DiagnosticDescriptor EndpointAttribute = new(
        "WSG0219",
        "An attribute for endpoints stands on the class",
        "[{0}] on '{1}' has no effect: it is for endpoints, and the endpoint is the class '{2}'. {3}.",
        Methods,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0219"));

    public static readonly DiagnosticDescriptor Unseen = new(
        "WSG0220",
        "The generator must see what a handler is made of",
        "{0} '{1}', which {2}. {3}.",
        Methods,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0220"),
        customTags: OfGenerator);

    // Where the app cannot do without, it is reported as an error.
    public static readonly DiagnosticDescriptor OddName = new(
        "WSG0221",
        "The name of a message looks like something else",
        "The name \"{0}\" looks like {1}. {2}.",
        Methods,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0221"));

    public static readonly DiagnosticDescriptor Uncovered = new(
        "WSG0301",
        "A message type needs JSON metadata",
        "'{0}' {1} '{2}', which {3}. {4}.",
        Messages,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0301"));

    public static readonly DiagnosticDescriptor NotJson = new(
        "WSG0302",
        "JSON cannot carry this type",
        "'{0}' cannot travel as JSON: '{1}' is {2}. {3}.",
        Messages,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0302"));

    public static readonly DiagnosticDescriptor MemberCollision = new(
        "WSG0303",
        "A member of a flat message has the name of an envelope property",
        "{0} is the property \"{1}\" in JSON, which is the {2} of the handler '{3}'. {4}, or give the handler another {2} or a Payload property.",
        Messages,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0303"));

    public static readonly DiagnosticDescriptor SameTypeName = new(
        "WSG0304",
        "Two message types of a handler share a name",
        "'{0}' and '{1}' are both named {2}, and the handler '{3}' uses both. Give one another name: [Message(\"…\")].",
        Messages,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0304"));

    public static readonly DiagnosticDescriptor UnnamedSend = new(
        "WSG0305",
        "A type without [Message] is sent as plain JSON",
        "'{0}' has no [Message], so '{1}' sends it as plain JSON, without the envelope of its other messages. Mark it with [Message] if the client identifies messages by name.",
        Messages,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0305"));

    public static readonly DiagnosticDescriptor JsonContext = new(
        "WSG0306",
        "A JsonContext is a JsonSerializerContext that can be read with",
        "The JsonContext '{0}' {1}. {2}.",
        Messages,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0306"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor UnusedMessage = new(
        "WSG0307",
        "A message is not used",
        "No handler receives '{0}', and nothing sends it. Use it, or remove its [Message].",
        Messages,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0307"),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor NotAnObject = new(
        "WSG0308",
        "A flat message is a JSON object",
        "'{0}' is no object in JSON, and messages named {1} of the handler '{2}' have its members beside their envelope's. Put it into a type of its own as a member, or give the handler a Payload property.",
        Messages,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0308"));

    public static readonly DiagnosticDescriptor UncorrelatedReply = new(
        "WSG0309",
        "A reply does not carry the id of its request",
        "'{1}' replies with '{0}', which has no [Message] and so no envelope: a client that sent an id gets a reply without it. Return a type with [Message] if clients wait for the reply by its id.",
        Messages,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0309"));

    public static readonly DiagnosticDescriptor PropertyNames = new(
        "WSG0401",
        "Discriminator, Payload and Correlation are names of different properties",
        "The {0} of '{1}' {2}. {3}.",
        Protocol,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0401"),
        customTags: OfGenerator);

    public static readonly DiagnosticDescriptor Subprotocol = new(
        "WSG0402",
        "A subprotocol is a token that stands once",
        "The subprotocol '{0}' {1}",
        Protocol,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.To("WSG0402"));
}
