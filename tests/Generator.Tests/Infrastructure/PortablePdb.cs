using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace WebSockets.Generator.Tests.Infrastructure;

/// <summary>What a debugger reads of a compiled app: where each method stands in which file, and the file itself.</summary>
internal sealed class PortablePdb
{
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
    private static readonly Guid Sha256 = new("8829D00F-11B8-4213-878B-770E8597AC16");

    private readonly MetadataReader _image;
    private readonly MetadataReader _pdb;

    private PortablePdb(MetadataReader image, MetadataReader pdb) => (_image, _pdb) = (image, pdb);

    /// <summary>As the compiler does it: files that are nowhere else go into the PDB.</summary>
    public static PortablePdb Of(Compilation app)
    {
        var image = new MemoryStream();
        var pdb = new MemoryStream();
        var generated = app.SyntaxTrees.Where(tree => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)).Select(tree => EmbeddedText.FromSource(tree.FilePath, tree.GetText()));
        var result = app.Emit(image, pdb, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb), embeddedTexts: generated);
        Assert.That(result.Success, Is.True, string.Join("\n", result.Diagnostics));
        (image.Position, pdb.Position) = (0, 0);
        return new(new PEReader(image).GetMetadataReader(), MetadataReaderProvider.FromPortablePdbStream(pdb).GetMetadataReader());
    }

    /// <summary>The lines of a file at which a debugger can stop, by method.</summary>
    public ILookup<string, string> Stops(string file)
    {
        var document = Document(file);
        var lines = Text(document).Split('\n');
        return (
            from handle in _pdb.MethodDebugInformation
            let method = _image.GetMethodDefinition(handle.ToDefinitionHandle())
            from point in _pdb.GetMethodDebugInformation(handle).GetSequencePoints()
            where !point.IsHidden && point.Document == document
            select (Name: _image.GetString(method.Name), Line: lines[point.StartLine - 1].Trim())).ToLookup(stop => stop.Name, stop => stop.Line);
    }

    /// <summary>The file as the debugger shows it.</summary>
    public string Text(string file) => Text(Document(file));

    /// <summary>Whether the debugger takes that text for the file that was compiled.</summary>
    public bool IsChecked(string file)
    {
        var handle = Document(file);
        var document = _pdb.GetDocument(handle);
        var bytes = Bytes(handle);
        var hash = _pdb.GetGuid(document.HashAlgorithm) == Sha256 ? SHA256.HashData(bytes) : SHA1.HashData(bytes);
        return _pdb.GetBlobBytes(document.Hash).SequenceEqual(hash);
    }

    private DocumentHandle Document(string file) =>
        _pdb.Documents.Single(handle => _pdb.GetString(_pdb.GetDocument(handle).Name).EndsWith(file, StringComparison.Ordinal));

    private string Text(DocumentHandle document)
    {
        using var text = new StreamReader(new MemoryStream(Bytes(document)), Encoding.UTF8);
        return text.ReadToEnd();
    }

    private byte[] Bytes(DocumentHandle document)
    {
        var blob = _pdb.GetCustomDebugInformation(document)
            .Select(_pdb.GetCustomDebugInformation)
            .Where(information => _pdb.GetGuid(information.Kind) == EmbeddedSource)
            .Select(information => _pdb.GetBlobBytes(information.Value))
            .Single();

        // First the length of the text before it was compressed; zero: it was not.
        var isCompressed = BitConverter.ToInt32(blob) != 0;
        if (!isCompressed)
        {
            return blob[sizeof(int)..];
        }

        using var bytes = new DeflateStream(new MemoryStream(blob, sizeof(int), blob.Length - sizeof(int)), CompressionMode.Decompress);
        var content = new MemoryStream();
        bytes.CopyTo(content);
        return content.ToArray();
    }
}
