namespace WebSockets.Generator;

/// <summary>The names of the pipeline's stages, by which tests see that an unrelated edit leaves them alone.</summary>
internal static class TrackingNames
{
    public const string Assembly = nameof(Assembly);
    public const string Parsed = nameof(Parsed);
    public const string Errors = nameof(Errors);
    public const string Handlers = nameof(Handlers);
    public const string AmbiguousNames = nameof(AmbiguousNames);
    public const string Registration = nameof(Registration);
    public const string ParsedUrls = nameof(ParsedUrls);
    public const string UrlErrors = nameof(UrlErrors);
    public const string Urls = nameof(Urls);
}
