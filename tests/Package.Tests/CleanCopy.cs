using System.Reflection;

namespace WebSockets.Package.Tests;

/// <summary>The sources of the repository in a folder of their own, with nothing that a build has left behind.</summary>
internal static class CleanCopy
{
    private static readonly string[] RootFiles = ["*.props", "*.targets", "*.md", "global.json", ".editorconfig", "LICENSE"];
    private static readonly string[] Folders = ["src", "docs"];

    public static DirectoryInfo Make(DirectoryInfo parent)
    {
        var repository = new DirectoryInfo(typeof(CleanCopy).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Repository").Value!);
        var copy = parent.CreateSubdirectory("repository");
        foreach (var file in RootFiles.SelectMany(repository.EnumerateFiles))
        {
            file.CopyTo(Path.Combine(copy.FullName, file.Name));
        }

        foreach (var folder in Folders)
        {
            Copy(new DirectoryInfo(Path.Combine(repository.FullName, folder)), copy.CreateSubdirectory(folder));
        }

        return copy;
    }

    private static void Copy(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (var file in from.EnumerateFiles())
        {
            file.CopyTo(Path.Combine(to.FullName, file.Name));
        }

        foreach (var folder in from.EnumerateDirectories().Where(folder => folder.Name is not ("bin" or "obj")))
        {
            Copy(folder, to.CreateSubdirectory(folder.Name));
        }
    }
}
