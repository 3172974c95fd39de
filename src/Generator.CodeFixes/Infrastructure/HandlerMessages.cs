using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Models;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.CodeFixes;

/// <summary>What a handler receives, as the generator sees it.</summary>
internal static class HandlerMessages
{
    /// <summary>Its valid message methods with the names of their messages; null: they take unnamed ones.</summary>
    public static IEnumerable<(LifecycleMethod Method, MessageName? Name)> Of(INamedTypeSymbol handler, Compilation compilation)
    {
        var context = Context(handler, compilation);
        return from method in LifecycleMethods.Find(context)
               where method.Lifecycle == Lifecycle.Message
               let parsed = MethodParser.Parse(context, method.Symbol, method.Lifecycle)
               where parsed is not null
               select (method, MessageMethodsParser.Name(method, parsed));
    }

    public static HandlerContext Context(INamedTypeSymbol handler, Compilation compilation)
    {
        var attribute = handler.FindAttribute(KnownNames.Handler)!;
        return new(handler, compilation, RouteTemplateParser.Parse(DefinitionParser.Path(attribute)), SilentSink.Instance);
    }
}
