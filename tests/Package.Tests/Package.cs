using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace WebSockets.Package.Tests;

/// <summary>A package that was made of the sources by one command.</summary>
internal sealed class Package
{
    /// <summary>Where the pages of the diagnostics are, in the package and in the repository.</summary>
    public const string Pages = "docs/diagnostics/";

    /// <summary>What the container itself is made of.</summary>
    private static readonly string[] Container = ["_rels/", "package/", "[Content_Types].xml"];

    private Package(FileInfo file)
    {
        File = file;
        using var zip = ZipFile.OpenRead(file.FullName);
        Entries = [.. zip.Entries.Select(entry => entry.FullName).Where(entry => !Container.Any(entry.StartsWith))];
        using var manifest = zip.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        Manifest = XDocument.Load(manifest);
    }

    public FileInfo File { get; }

    /// <summary>The paths in it.</summary>
    public string[] Entries { get; }

    public XDocument Manifest { get; }

    public string Id => Value("id");

    public string Version => Value("version");

    /// <param name="repository">The sources.</param>
    /// <param name="project">The folder of what is packed.</param>
    /// <param name="output">Where nothing else is.</param>
    /// <param name="options">Further words of the command.</param>
    public static async Task<Package> PackAsync(DirectoryInfo repository, string project, DirectoryInfo output, params string[] options)
    {
        await Tool.RunAsync(repository, ["pack", project, "-o", output.FullName, .. options]);
        return new Package(output.EnumerateFiles().Single());
    }

    /// <summary>The elements of the manifest of this name, wherever they stand.</summary>
    public IEnumerable<XElement> Elements(string name) => Manifest.Descendants().Where(element => element.Name.LocalName == name);

    public string Value(string name) => Elements(name).Single().Value;

    /// <summary>The names of the sources of a library, as the symbols in it have them.</summary>
    public string[] SourceFiles(string entry)
    {
        using var zip = ZipFile.OpenRead(File.FullName);
        using var content = zip.GetEntry(entry)!.Open();
        var bytes = new MemoryStream();
        content.CopyTo(bytes);
        bytes.Position = 0;
        using var library = new PEReader(bytes);
        using var symbols = library.ReadEmbeddedPortablePdbDebugDirectoryData(
            library.ReadDebugDirectory().Single(directory => directory.Type == DebugDirectoryEntryType.EmbeddedPortablePdb));
        var reader = symbols.GetMetadataReader();
        return [.. reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name))];
    }
}
