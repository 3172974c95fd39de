namespace WebSockets.Generator.Models;

/// <summary>What is emitted for one declaration of a type.</summary>
/// <param name="Handler">Null: it is no handler, or none that can be emitted.</param>
/// <param name="StandIn">Null: it is no handler, or one that can be emitted.</param>
/// <param name="Message">Null: it is no message, or one that the assembly's registration cannot name.</param>
internal sealed record TypeModel(HandlerModel? Handler, StandInModel? StandIn, MessageTypeModel? Message);
