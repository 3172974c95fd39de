using Microsoft.CodeAnalysis;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests.Combinations;

/// <summary>Another assembly, which programs refer to.</summary>
internal static class Library
{
    private const string Source = """
        #pragma warning disable CS1591
        namespace Contoso.Library;

        public abstract class RemoteBase<T> { [OnMessage("remote")] protected T Remote(T value) => value; [OnMessage("far")] protected internal virtual void Far() { } }

        public abstract record RemoteRecord<T> { [OnMessage("remote")] protected T Remote(T value) => value; [OnMessage("far")] protected internal virtual void Far() { } }

        public record Note(int A);
        """;

    /// <summary>It has base classes of handlers.</summary>
    public static readonly MetadataReference Base = TestCompilation.ToReference(TestCompilation.Create("Contoso.Library", TestCompilation.References, Source));

    /// <summary>One of the same names that is referred to by an alias alone.</summary>
    public static readonly MetadataReference Aliased = TestCompilation.ToReference(TestCompilation.Create("Contoso.Other", TestCompilation.References, Source)).WithAliases(["other"]);
}
