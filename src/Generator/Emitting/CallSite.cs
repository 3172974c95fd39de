namespace WebSockets.Generator.Emitting;

/// <summary>The names by which a place that calls a method has what the method may take.</summary>
internal sealed record CallSite
{
    public static readonly CallSite Login = new()
    {
        User = "http.User",
        CancellationToken = "cancellationToken",
    };

    public static readonly CallSite Open = new() { Connection = "context.Connection" };

    public static readonly CallSite Message = new() { Connection = "context.Connection" };

    /// <summary>A message method whose services live as long as the call.</summary>
    public static readonly CallSite ScopedMessage = new() { Connection = "context.Connection", Services = "scope.ServiceProvider" };

    public static readonly CallSite Lifetime = new() { Connection = "connection" };

    /// <summary>Any of the connection and the request may be missing, but not both.</summary>
    public static readonly CallSite Error = new()
    {
        Connection = "connection",
        User = "connection?.User ?? http?.User ?? new global::System.Security.Claims.ClaimsPrincipal()",
        CancellationToken = "connection?.Closed ?? http?.RequestAborted ?? default",
        IsNullable = true,
    };

    private readonly string? _user;
    private readonly string? _token;

    public string Connection { get; init; } = "";

    public string User
    {
        get => _user ?? Connection + ".User";
        init => _user = value;
    }

    public string CancellationToken
    {
        get => _token ?? Connection + ".Closed";
        init => _token = value;
    }

    public string Services { get; init; } = "Services";

    /// <summary>Whether the request may be null.</summary>
    public bool IsNullable { get; init; }
}
