using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;

namespace WebSockets.Generator.Parsing;

/// <summary>Asks whether a handler's name can be a section of the configuration, <c>WebSockets:{Name}</c> (WSG0010).</summary>
internal static class SectionCheck
{
    public static void Check(HandlerContext context, AttributeData attribute)
    {
        var name = DefinitionParser.Name(context.Type, attribute);
        var fault = string.Equals(name, "Defaults", StringComparison.OrdinalIgnoreCase) ? "the section of this name holds what is for all handlers"
            : name.Contains(':') ? "':' stands between the keys of the configuration"
            : null;
        if (fault is not null)
        {
            var place = DefinitionParser.Argument(attribute, "Name") is null ? Place.Of(context.Type) : Place.OfArgument(attribute, 0, "Name");
            context.Sink.Report(Descriptors.Section, place, context.Type.ToShortText(), name, fault);
        }
    }
}
