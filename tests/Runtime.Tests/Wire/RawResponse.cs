namespace WebSockets.Runtime.Tests.Wire;

/// <summary>An HTTP response as it came.</summary>
internal sealed record RawResponse(int Status, ILookup<string, string> Headers, string Body)
{
    /// <summary>The one value of a header; null if there is none.</summary>
    public string? Header(string name) => Headers[name].SingleOrDefault();
}
