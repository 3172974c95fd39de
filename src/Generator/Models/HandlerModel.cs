namespace WebSockets.Generator.Models;

/// <summary>All that is emitted for one handler class.</summary>
internal sealed record HandlerModel
{
    public required DeclarationModel Declaration { get; init; }

    public required DefinitionModel Definition { get; init; }

    /// <summary>Null: no instance can be made.</summary>
    public required ConstructionModel? Construction { get; init; }

    public required MethodsModel Methods { get; init; }
}
