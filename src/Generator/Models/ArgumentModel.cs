namespace WebSockets.Generator.Models;

/// <summary>What a method is given for one of its parameters.</summary>
internal sealed record ArgumentModel(ArgumentKind Kind)
{
    /// <summary>Whether the parameter takes null.</summary>
    public bool IsNullable { get; init; }

    public BoundValueModel? Bound { get; init; }

    public ServiceModel? Service { get; init; }

    public PayloadModel? Payload { get; init; }

    /// <summary>The exception's type, fully qualified.</summary>
    public string? Exception { get; init; }
}

/// <summary>Where an argument comes from.</summary>
internal enum ArgumentKind
{
    Connection,
    User,
    CancellationToken,
    Message,
    HttpContext,
    HttpRequest,
    CloseStatus,
    CloseReason,
    Exception,
    ControlPayload,
    Bound,
    Service,
    Payload,
}
