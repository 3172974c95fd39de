namespace WebSockets.Generator;

/// <summary>The names of the pipeline's stages, by which tests see that an unrelated edit leaves them alone.</summary>
internal static class TrackingNames
{
    public const string Library = nameof(Library);
    public const string Types = nameof(Types);
    public const string Handlers = nameof(Handlers);
    public const string StandIns = nameof(StandIns);
    public const string Strays = nameof(Strays);
    public const string AmbiguousNames = nameof(AmbiguousNames);
    public const string Registration = nameof(Registration);
    public const string Messages = nameof(Messages);
}
