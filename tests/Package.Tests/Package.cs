using System.IO.Compression;
using System.Xml.Linq;

namespace WebSockets.Package.Tests;

/// <summary>A package that was made of the sources by one command.</summary>
internal sealed class Package
{
    private Package(FileInfo file)
    {
        File = file;
        using var zip = ZipFile.OpenRead(file.FullName);
        Entries = [.. zip.Entries.Select(entry => entry.FullName)];
        using var manifest = zip.GetEntry("WebSockets.nuspec")!.Open();
        Manifest = XDocument.Load(manifest);
    }

    public FileInfo File { get; }

    /// <summary>The paths in it.</summary>
    public string[] Entries { get; }

    public XDocument Manifest { get; }

    public string Version => Value("version");

    public static async Task<Package> PackAsync(DirectoryInfo repository, DirectoryInfo output, params string[] options)
    {
        await Tool.RunAsync(repository, ["pack", "src/Runtime", "-o", output.FullName, .. options]);
        return new Package(output.EnumerateFiles("*.nupkg").Single());
    }

    /// <summary>The elements of the manifest of this name, wherever they stand.</summary>
    public IEnumerable<XElement> Elements(string name) => Manifest.Descendants().Where(element => element.Name.LocalName == name);

    public string Value(string name) => Elements(name).Single().Value;
}
