using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Decides which [OnMessage] method gets which messages. Of two for the same ones, the second is passed over.</summary>
internal static class MessageMethodsParser
{
    public static EquatableArray<MessageMethodModel> Parse(HandlerContext context, IEnumerable<LifecycleMethod> methods)
    {
        var found = new List<(MessageMethodModel Model, IMethodSymbol Symbol)>();
        foreach (var method in methods)
        {
            CheckName(context, method);
            if (MethodParser.Parse(context, method.Symbol, Lifecycle.Message) is not { } parsed)
            {
                continue;
            }

            var model = new MessageMethodModel(Name(method, parsed), parsed);
            if (found.FirstOrDefault(other => Collide(other.Model, model)) is { Symbol: { } first } same)
            {
                Report(context, method, model, first, same.Model);
                continue;
            }

            found.Add((model, method.Symbol));
        }

        return found
            .Select(static method => method.Model)
            .OrderBy(static model => model.Name is null)
            .ThenBy(static model => model.Name?.Number)
            .ThenBy(static model => model.Name?.Text, StringComparer.Ordinal)
            .ThenBy(static model => model.TakesBinary)
            .ToEquatableArray();
    }

    /// <summary>The name of the messages that a method takes; null: it takes unnamed ones.</summary>
    public static MessageName? Name(LifecycleMethod method, MethodModel parsed) =>
        MessageNames.Given(method.Attribute)
        ?? method.Symbol.Parameters.Where((_, i) => parsed.Arguments[i].Kind == ArgumentKind.Payload).Select(static payload => MessageNames.Of(payload.Type)).FirstOrDefault();

    private static void CheckName(HandlerContext context, LifecycleMethod method)
    {
        // WSG0221
        if (method.Attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Primitive, Value: string name }] && NameAdvice.Find(name) is var (what, remedy))
        {
            context.Sink.Report(Descriptors.OddName, Place.OfArgument(method.Attribute, 0), name, what, remedy);
        }

        // WSG0218
        if (method.Attribute.ConstructorArguments is [{ Value: "" }])
        {
            context.Sink.Report(Descriptors.EmptyName, Place.OfArgument(method.Attribute, 0), method.Symbol.ToName());
        }
    }

    private static bool Collide(MessageMethodModel one, MessageMethodModel other) =>
        one.Name is not null || other.Name is not null
            ? one.Name == other.Name
            : (one.TakesText && other.TakesText) || (one.TakesBinary && other.TakesBinary);

    private static void Report(HandlerContext context, LifecycleMethod method, MessageMethodModel model, IMethodSymbol first, MessageMethodModel other)
    {
        if (model.Name is { } name)
        {
            // WSG0202
            var place = method.Attribute.ConstructorArguments is [{ IsNull: false }] ? Place.OfArgument(method.Attribute, 0) : Place.Of(method.Symbol);
            context.Sink.Report(Descriptors.SameMessageName, place, first.ToShortText(), method.Symbol.ToShortText(), name);
            return;
        }

        // WSG0203
        var kind = model.TakesText && other.TakesText ? model.TakesBinary && other.TakesBinary ? "text and binary" : "text" : "binary";
        context.Sink.Report(Descriptors.SameMessageKind, Place.Of(method.Symbol), first.ToShortText(), method.Symbol.ToShortText(), kind);
    }
}
