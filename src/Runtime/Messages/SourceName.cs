namespace WebSockets.Messages;

/// <summary>The name of a type as its declaration has it.</summary>
internal static class SourceName
{
    /// <summary>Without the number of its type parameters, and without what the compiler puts before the name of a file-local type: <c>&lt;File&gt;F…__Name</c>.</summary>
    public static string Of(Type type)
    {
        var name = type.Name;
        if (name.StartsWith('<') && name.IndexOf("__", name.IndexOf('>', StringComparison.Ordinal) + 1, StringComparison.Ordinal) is > 0 and var end)
        {
            name = name[(end + 2)..];
        }

        var tick = name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0 ? name : name[..tick];
    }
}
