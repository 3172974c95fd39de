using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WebSockets.Generator.Parsing;

/// <summary>Why a method with [WebSocketUrl] cannot have a generated body (WSG0107), whatever its path.</summary>
internal static class UrlObstacle
{
    private const string Declare = "Declare it as 'static partial Uri', with an accessibility and without a body";

    /// <summary>What is wrong, and what to do; null: nothing.</summary>
    public static (string What, string Remedy)? Find(IMethodSymbol method) => method switch
    {
        { MethodKind: not MethodKind.Ordinary } => ("it is no method of a class", "Mark a method of the handler"),
        { ContainingType: var type } when type.FindAttribute(KnownNames.Handler) is null => ($"'{type.ToShortText()}' is no handler", "Declare it in the class with [WebSocketHandler]"),
        { PartialDefinitionPart: not null } or { PartialImplementationPart: not null } => ("it has a body", Declare),
        { IsPartialDefinition: false } => (HasBody(method) ? "it has a body" : "it is not partial", Declare),
        { IsStatic: false } => ("it is not static", Declare),
        { IsExtern: true } => ("it is extern", Declare),
        { IsGenericMethod: true } => ("it has type parameters", "Remove them"),
        { RefKind: not RefKind.None } => ("it returns a reference", Declare),
        { ReturnType: var type } when !type.Is(KnownNames.Uri) => ($"it returns '{type.ToShortText()}'", Declare),
        _ when method.Parameters.FirstOrDefault(static parameter => parameter is { RefKind: not RefKind.None } or { IsParams: true }) is { } parameter =>
            ($"its parameter '{parameter.Name}' is not passed by value", "Remove the modifier"),
        _ => method.Parameters.Count(IsRequest) switch
        {
            0 => ("it takes no request", "Add a parameter 'HttpContext http', or one of HttpRequest"),
            1 => null,
            _ => ("it takes several requests", "Keep one parameter of HttpContext or HttpRequest"),
        },
    };

    /// <summary>Whether the parameter is the request whose client the address is for.</summary>
    public static bool IsRequest(IParameterSymbol parameter) => parameter.Type.Is(KnownNames.HttpContext) || parameter.Type.Is(KnownNames.HttpRequest);

    private static bool HasBody(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.Any(static part => part.GetSyntax() is MethodDeclarationSyntax { Body: not null } or MethodDeclarationSyntax { ExpressionBody: not null });
}
