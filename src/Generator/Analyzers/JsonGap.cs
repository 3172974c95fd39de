using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.Analyzers;

/// <summary>A type that the app could not read or write without reflection (WSG0301).</summary>
/// <param name="Use">What needs it.</param>
/// <param name="Location">Where it is needed.</param>
/// <param name="Handler">The handler in question, where it is known.</param>
/// <param name="Context">The context that should cover it; null: there is none.</param>
/// <param name="IsWritten">The context covers it for writing, and it is read.</param>
internal sealed record JsonGap(MessageUse Use, Location Location, INamedTypeSymbol? Handler, INamedTypeSymbol? Context, bool IsWritten)
{
    private string Type => Use.Json.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToShortText();

    public Diagnostic ToDiagnostic(Compilation compilation, DiagnosticSeverity severity)
    {
        // A context cannot name what it cannot see.
        var isVisible = Context is null
            ? compilation.IsSymbolAccessibleWithin(Use.Json, compilation.Assembly)
            : compilation.IsSymbolAccessibleWithin(Use.Json, Context);
        return Diagnostic.Create(
            Descriptors.Uncovered,
            Location,
            severity,
            additionalLocations: null,
            isVisible && !IsWritten ? Properties() : null,
            Use.User.ToUserName(),
            Use.Way switch { MessageWay.Received => "receives", MessageWay.Returned or MessageWay.Replied => "returns", _ => "sends" },
            Type,
            Fault(),
            IsWritten ? "Remove GenerationMode = JsonSourceGenerationMode.Serialization there, for it is read too" : Remedy(isVisible));
    }

    private string Fault() => Context is null ? "no JsonSerializerContext covers" : $"the context '{Context.ToShortText()}' {(IsWritten ? "can only write" : "does not cover")}";

    private string Remedy(bool isVisible)
    {
        var line = $"[JsonSerializable(typeof({Use.Json.ToPastedCode()}))]";
        return (isVisible ? "Add " : $"Make '{Type}' internal or public, and add ")
            + (Context is null ? $"{line} to a JsonSerializerContext, and name that with JsonContext on [WebSocketHandler]" : $"{line} to it");
    }

    private ImmutableDictionary<string, string?> Properties()
    {
        var properties = ImmutableDictionary<string, string?>.Empty.Add(GapProperties.Type, Use.Json.ToCode());
        properties = Context is null ? properties : properties.Add(GapProperties.Context, DeclarationParser.MetadataName(Context));
        return Handler is null ? properties : properties.Add(GapProperties.Handler, DeclarationParser.MetadataName(Handler));
    }
}
