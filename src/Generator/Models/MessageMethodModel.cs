namespace WebSockets.Generator.Models;

/// <summary>A method with [OnMessage].</summary>
/// <param name="Name">The name of its messages; null: it takes those that no named method claims.</param>
/// <param name="Method">The method.</param>
internal sealed record MessageMethodModel(MessageName? Name, MethodModel Method)
{
    public bool TakesText => Name is null && Method.Payload is not { IsBinary: true };

    public bool TakesBinary => Name is null && (Method.Payload is { IsBinary: true } || (Method.Payload is null && Method.TakesMessage));

    /// <summary>Whether it takes text that need not be JSON.</summary>
    public bool TakesRawText => TakesText && Method.Payload is null or { Kind: PayloadKind.Text };
}
