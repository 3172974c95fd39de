using System.Globalization;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>Writes one method for each message method, and those that choose among them.</summary>
internal static class MessageEmitter
{
    private const string Context = "global::WebSockets.CompilerServices.WebSocketMessageContext context";
    private const string ValueTask = "global::System.Threading.Tasks.ValueTask";

    public static void Write(SourceWriter writer, HandlerModel handler, HandlerNames names)
    {
        DispatchEmitter.Write(writer, handler, names);
        foreach (var message in handler.Methods.Messages)
        {
            WriteUnnamed(writer, message, names);
        }

        foreach (var message in handler.Methods.Messages)
        {
            WriteCaller(writer, message, names);
        }
    }

    private static void WriteUnnamed(SourceWriter writer, MessageMethodModel message, HandlerNames names)
    {
        if (message.TakesText)
        {
            writer.Write($"""
                // Text that no name claims: {message.Method.Display}
                public override {ValueTask} TextAsync({Context}) => {names.Caller(message)}(context);
                """).Separate();
        }

        if (message.TakesBinary)
        {
            writer.Write($"""
                // Binary: {message.Method.Display}
                public override {ValueTask} BinaryAsync({Context}) => {names.Caller(message)}(context);
                """).Separate();
        }
    }

    private static void WriteCaller(SourceWriter writer, MessageMethodModel message, HandlerNames names)
    {
        var method = message.Method;
        var isAuthorized = method.Authorization is not null;
        if (isAuthorized)
        {
            WriteAuthorization(writer, message, names);
        }

        var caller = $"{ValueTask} {(isAuthorized ? names.Admitted(message) : names.Caller(message))}({Context})";
        var call = CallExpression.Of(method, Site(method), names);
        var ignoresPayload = message.Name is not null && method.Payload is null;
        writer.Write($"// {method.Display}");
        if (!method.UsesServices && !ignoresPayload)
        {
            ReplyEmitter.Write(writer, $"private {caller}", method, call, names);
            return;
        }

        writer.Write($"private {(method.UsesServices ? "async " : "")}{caller}").Open();
        if (ignoresPayload)
        {
            writer.Write("context.IgnorePayload();");
        }
        else if (method.Payload?.Json is { } json && !isAuthorized)
        {
            writer.Write($"context.Expect({names.Reader(json)});");
        }

        if (method.UsesServices)
        {
            writer.Write("await using global::Microsoft.Extensions.DependencyInjection.AsyncServiceScope scope = global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(Services);");
            ReplyEmitter.WriteAwaited(writer, method, call, names);
        }
        else
        {
            ReplyEmitter.WriteReturned(writer, method, call, names);
        }

        writer.Close().Separate();
    }

    private static CallSite Site(MethodModel method)
    {
        var site = method.UsesServices ? CallSite.ScopedMessage : CallSite.Message;
        return method.Authorization is not null ? site with { User = "context.User" } : site;
    }

    private static void WriteAuthorization(SourceWriter writer, MessageMethodModel message, HandlerNames names)
    {
        var index = names.AuthorizedIndex(message).ToString(CultureInfo.InvariantCulture);
        writer.Write($"// Asks, before anything is read of the message, whether the user may: {message.Method.Display}");
        writer.Write($"private {ValueTask} {names.Caller(message)}({Context}) =>");
        writer.WriteDeeper($"AuthorizeAsync({(message.Method.Payload?.Json is { } json ? $"context.Expect({names.Reader(json)})" : "context")}, {index}, this, static (session, message) => session.{names.Admitted(message)}(message));").Separate();
    }
}
