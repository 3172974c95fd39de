using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>A valid method that takes or sends messages.</summary>
/// <param name="Method">The method.</param>
/// <param name="Parsed">What it takes and returns.</param>
/// <param name="Name">The name of the messages that it takes; null: it takes unnamed ones, or none.</param>
internal sealed record SpeakingMethod(LifecycleMethod Method, MethodModel Parsed, MessageName? Name)
{
    public static SpeakingMethod[] Find(HandlerContext context) =>
    [
        .. from method in LifecycleMethods.Find(context)
           where method.Lifecycle is Lifecycle.Open or Lifecycle.Message
           let parsed = MethodParser.Parse(context, method.Symbol, method.Lifecycle)
           where parsed is not null
           select new SpeakingMethod(method, parsed, method.Lifecycle == Lifecycle.Message ? MessageMethodsParser.Name(method, parsed) : null),
    ];
}
