namespace WebSockets.Generator.Diagnostics;

/// <summary>What WSG0301 tells its fix, by the names of a diagnostic's properties.</summary>
internal static class GapProperties
{
    /// <summary>The type that is to be covered, fully qualified. Missing: that would not mend it.</summary>
    public const string Type = "Type";

    /// <summary>The context that is to cover it, by its metadata name. Missing: there is none.</summary>
    public const string Context = "Context";

    /// <summary>The handler that needs it, by its metadata name. Missing: it is not known.</summary>
    public const string Handler = "Handler";
}
