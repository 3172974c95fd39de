using WebSockets.Generator.Infrastructure;

namespace WebSockets.Generator.Models;

/// <summary>The methods of one handler that make its address.</summary>
/// <param name="Declaration">The handler.</param>
/// <param name="Methods">Each with [WebSocketUrl].</param>
internal sealed record HandlerUrlsModel(DeclarationModel Declaration, EquatableArray<UrlModel> Methods);

/// <summary>A method that makes a handler's address.</summary>
internal sealed record UrlModel
{
    public required DeclarationModel Declaration { get; init; }

    /// <summary>The method up to its parameters' end, as its user has declared it.</summary>
    public required string Signature { get; init; }

    /// <summary>The request, as an expression.</summary>
    public required string Http { get; init; }

    public required EquatableArray<UrlValueModel> Values { get; init; }
}

/// <param name="Key">The variable of the path.</param>
/// <param name="Parameter">The parameter's name, escaped.</param>
/// <param name="Form">How the handler reads it.</param>
/// <param name="Element">What the text is parsed to: the type without null.</param>
internal sealed record UrlValueModel(string Key, string Parameter, BoundForm Form, string Element);
