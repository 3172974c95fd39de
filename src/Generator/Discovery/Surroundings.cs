using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Discovery;

/// <summary>
/// What a type may be read differently for besides its own file: a fingerprint of the surfaces of all files, of the references and of
/// the options. It is the same after an edit in the body of a method, and after one in what is a type's own.
/// </summary>
internal static class Surroundings
{
    private static readonly ConditionalWeakTable<Compilation, string> Known = new();
    private static readonly ConditionalWeakTable<object, string> Identities = new();
    private static long s_identities;

    public static string Of(Compilation compilation, CancellationToken token) =>
        Known.TryGetValue(compilation, out var fingerprint) ? fingerprint : Known.GetValue(compilation, compilation => Read(compilation, token));

    private static string Read(Compilation compilation, CancellationToken token)
    {
        var files = compilation.SyntaxTrees.Select(tree => FileSurface.Of(tree, token)).ToArray();
        var bases = new HashSet<string>(files.SelectMany(static file => file.Bases), StringComparer.Ordinal);
        var parts = files
            .SelectMany(static file => file.Types)
            .GroupBy(static type => type.FullName, StringComparer.Ordinal);

        // What derives from a type, and its parts in other files, are read for what is otherwise its own.
        var open = parts.Where(part => bases.Contains(part.First().Name) || part.Skip(1).Any()).SelectMany(static part => part);
        return Fingerprint.Of(
        [
            compilation.AssemblyName ?? "",
            Identity(compilation.Options),
            .. compilation.References.Select(Identity),
            .. files.Select(static file => file.Shape),
            .. open.Select(static type => type.Own),
        ]);
    }

    // They are compared by what they are, and must not be kept: another project's compilation may be behind one.
    private static string Identity(object option) =>
        Identities.GetValue(option, static _ => Interlocked.Increment(ref s_identities).ToString(CultureInfo.InvariantCulture));
}
