using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests.Pages;

/// <summary>A file of <c>samples/Diagnostics</c>.</summary>
internal sealed record SampleFile(string Name)
{
    public static string Folder { get; } = Repository.PathOf("samples", "Diagnostics");

    public string Text => File.ReadAllText(Path.Combine(Folder, Name));
}
