using WebSockets.Generator.Infrastructure;

namespace WebSockets.Generator.Models;

/// <summary>A method with a lifecycle attribute whose signature is valid.</summary>
internal sealed record MethodModel
{
    public required string Name { get; init; }

    /// <summary>How a comment names it.</summary>
    public required string Display { get; init; }

    /// <summary>The class to call it on, if it is static.</summary>
    public required string? StaticType { get; init; }

    public required EquatableArray<ArgumentModel> Arguments { get; init; }

    public required ReturnModel Return { get; init; }

    /// <summary>Who may send to a message method; null: everybody.</summary>
    public AuthorizationModel? Authorization { get; init; }

    public bool UsesServices => Arguments.Any(static argument => argument.Kind == ArgumentKind.Service);

    public bool UsesBoundValues => Arguments.Any(static argument => argument.Kind == ArgumentKind.Bound);

    public bool TakesMessage => Arguments.Any(static argument => argument.Kind == ArgumentKind.Message);

    public PayloadModel? Payload => Arguments.FirstOrDefault(static argument => argument.Kind == ArgumentKind.Payload)?.Payload;

    public string? Exception => Arguments.FirstOrDefault(static argument => argument.Kind == ArgumentKind.Exception)?.Exception;
}
