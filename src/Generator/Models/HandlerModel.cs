using WebSockets.Generator.Infrastructure;

namespace WebSockets.Generator.Models;

/// <summary>All that is emitted for one handler class.</summary>
internal sealed record HandlerModel
{
    public required DeclarationModel Declaration { get; init; }

    public required DefinitionModel Definition { get; init; }

    /// <summary>Instances of the class's attributes, as expressions.</summary>
    public required EquatableArray<string> Metadata { get; init; }

    /// <summary>Null: no instance can be made.</summary>
    public required ConstructionModel? Construction { get; init; }

    /// <summary>Message types that only this class can see, or whose assembly may not have registered them.</summary>
    public required EquatableArray<MessageTypeModel> MessageTypes { get; init; }

    public required MethodsModel Methods { get; init; }
}
