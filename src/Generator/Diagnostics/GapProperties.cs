namespace WebSockets.Generator.Diagnostics;

/// <summary>The properties of the diagnostic WSG0301, which its code fix reads.</summary>
internal static class GapProperties
{
    /// <summary>The type that is to be covered, fully qualified. Missing: that would not fix it.</summary>
    public const string Type = "Type";

    /// <summary>The context that is to cover it, by its metadata name. Missing: there is none.</summary>
    public const string Context = "Context";

    /// <summary>The handler that needs it, by its metadata name. Missing: it is not known.</summary>
    public const string Handler = "Handler";
}
