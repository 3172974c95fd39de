namespace WebSockets.SideBySide.Contest;

/// <summary>A message and its answer, where they are not the same. Eight # stand for the number that the load generator counts in and checks.</summary>
/// <param name="Message">What is sent.</param>
/// <param name="Answer">What must come back.</param>
/// <param name="Target">The hub method in SignalR.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Result">Its result.</param>
internal sealed record Exchange(string Message, string Answer, string Target, string Arguments, string Result)
{
    private const string Chatter =
        """
        "number":########,"room":"lobby","from":"Ada Lovelace","at":1763973360000,"text":"The engine might compose elaborate and scientific pieces of music of any complexity."
        """;

    public static Exchange Add { get; } = new(
        """{"type":"add","a":########,"b":0}""", """{"type":"sum","value":########}""", "Add", "########,0", "########");

    public static Exchange Chat { get; } = new(
        $$"""{"type":"say",{{Chatter}}}""", $$"""{"type":"said",{{Chatter}}}""", "Say", $$"""{{{Chatter}}}""", $$"""{{{Chatter}}}""");

    /// <summary>A text that comes back as it is.</summary>
    public static Exchange Echo(string text) => new(text, text, "Echo", $"\"{text}\"", $"\"{text}\"");
}
