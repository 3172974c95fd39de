using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>Writes the bodies of a handler's methods with [WebSocketUrl].</summary>
internal static class UrlSource
{
    public const string Kind = "WebSocketUrl";

    public static string Write(HandlerUrlsModel urls)
    {
        var writer = new SourceWriter().Write(GeneratedCode.Header).Separate();
        HandlerSource.WritePart(writer, urls.Declaration, "", () =>
        {
            foreach (var url in urls.Methods)
            {
                Write(writer, urls.Declaration, url);
                writer.Separate();
            }
        });
        return writer.ToString();
    }

    private static void Write(SourceWriter writer, DeclarationModel declaration, UrlModel url)
    {
        var values = string.Concat(url.Values.Select(static value => $"\n    .{Method(value)}({CSharpLiteral.String(value.Key)}, {value.Parameter})"));
        writer.Write(GeneratedCode.Attribute).Write(url.Signature + " =>");
        writer.WriteDeeper($"new global::WebSockets.CompilerServices.WebSocketUrl({url.Http}, typeof({declaration.FullName})){values}{(values.Length == 0 ? "" : "\n    ")}.Create();");
    }

    private static string Method(UrlValueModel value) => value.Form == BoundForm.Text ? "Text" : $"{value.Form}<{value.Element}>";
}
