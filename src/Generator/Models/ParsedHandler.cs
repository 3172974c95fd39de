namespace WebSockets.Generator.Models;

/// <summary>What is emitted for a class with [WebSocketHandler]: its other part, or what stands in for it.</summary>
internal sealed record ParsedHandler(HandlerModel? Handler, StandInModel? StandIn);
