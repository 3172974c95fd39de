using WebSockets.Generator.Infrastructure;

namespace WebSockets.Generator.Models;

/// <summary>How a handler instance is made.</summary>
/// <param name="Arguments">The services that its constructor takes.</param>
/// <param name="Members">Its required members, which are services too.</param>
internal sealed record ConstructionModel(EquatableArray<ServiceModel> Arguments, EquatableArray<RequiredMemberModel> Members);

/// <summary>A required property or field of a handler.</summary>
internal sealed record RequiredMemberModel(string Name, ServiceModel Service);
