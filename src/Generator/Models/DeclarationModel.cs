using WebSockets.Generator.Infrastructure;

namespace WebSockets.Generator.Models;

/// <summary>The handler class as a declaration, and the types around it.</summary>
internal sealed record DeclarationModel
{
    public required string MetadataName { get; init; }

    /// <summary>Fully qualified.</summary>
    public required string FullName { get; init; }

    /// <summary>Escaped; null in the global namespace.</summary>
    public required string? Namespace { get; init; }

    /// <summary>The types around it, outermost first, and last the class itself: <c>partial record @class</c>.</summary>
    public required EquatableArray<string> Types { get; init; }

    /// <summary>A name for the nested class that the user's members leave free.</summary>
    public required string NestedName { get; init; }

    /// <summary>Whether the generated registration can map it: it is accessible there, and not abstract.</summary>
    public required bool IsMapped { get; init; }
}
