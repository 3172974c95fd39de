using Microsoft.CodeAnalysis;
using WebSockets.Generator.Emitting;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator;

/// <summary>Adds the emitted files to the compilation, under names that cannot meet.</summary>
internal static class HandlerFiles
{
    /// <summary>The names that another name differs from in case alone.</summary>
    public static EquatableArray<string> Ambiguous(IEnumerable<string> names) => names
        .GroupBy(static name => name, StringComparer.OrdinalIgnoreCase)
        .Where(static group => group.Skip(1).Any())
        .SelectMany(static group => group)
        .OrderBy(static name => name, StringComparer.Ordinal)
        .ToEquatableArray();

    public static void Add(SourceProductionContext output, HandlerModel handler, EquatableArray<string> ambiguous)
    {
        var name = handler.Declaration.MetadataName;
        output.AddSource(HandlerSource.HintName(name, ambiguous.Contains(name)), HandlerSource.Write(handler));
    }

    /// <summary>The methods that make addresses, by their handler, in an order that does not depend on that of the files.</summary>
    public static IEnumerable<HandlerUrlsModel> ByHandler(IEnumerable<UrlModel> urls) =>
        from url in urls
        group url by url.Declaration into handler
        orderby handler.Key.MetadataName
        select new HandlerUrlsModel(handler.Key, handler.OrderBy(static url => url.Signature, StringComparer.Ordinal).ToEquatableArray());

    public static void AddUrls(SourceProductionContext output, HandlerUrlsModel urls, EquatableArray<string> ambiguous)
    {
        var name = urls.Declaration.MetadataName;
        output.AddSource(HandlerSource.HintName(name, ambiguous.Contains(name), UrlSource.Kind), UrlSource.Write(urls));
    }

    public static void AddRegistration(SourceProductionContext output, EquatableArray<RegisteredModel> handlers, AssemblyModel? assembly)
    {
        // What a library has for the apps that use it is public, so it has nothing where it has no handlers.
        if (assembly is { IsLibrary: false } || (assembly is not null && handlers.Count > 0))
        {
            output.AddSource(RegistrationSource.HintName, RegistrationSource.Write(handlers, assembly));
        }
    }
}
