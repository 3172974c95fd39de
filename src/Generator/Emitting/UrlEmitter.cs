using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>Writes <c>GetUrl</c>, with a parameter for each variable of the path.</summary>
internal static class UrlEmitter
{
    public static void Write(SourceWriter writer, HandlerModel handler, UrlModel url)
    {
        var values = string.Join(", ", url.Parameters.Select(static parameter =>
            $"[{CSharpLiteral.String(parameter.Key)}] = {CSharpIdentifier.Escape(parameter.Name)}"));
        writer.Write("""
            /// <summary>The address by which the client of a request reaches this handler: <c>ws</c>, or <c>wss</c> where the request came by HTTPS.</summary>
            /// <param name="httpContext">The request, whose scheme, host and path base are used.</param>
            """);
        foreach (var parameter in url.Parameters)
        {
            writer.Write($"/// <param name=\"{parameter.Name}\">The path's variable <c>{XmlText(parameter.Key)}</c>.</param>");
        }

        writer.Write($$"""
            {{GeneratedCode.Attribute}}
            {{(url.IsInternal ? "internal" : "public")}} static {{Signature(url)}} =>
                global::WebSockets.CompilerServices.WebSocketUrl.Create(httpContext, typeof({{handler.Declaration.FullName}}), new() { {{values}} });
            """.Replace("new() {  }", "new()"));
    }

    /// <summary>The method from its return type to its parameters.</summary>
    public static string Signature(UrlModel url)
    {
        var parameters = string.Concat(url.Parameters.Select(static parameter => parameter.IsOptional
            ? $", {parameter.Type}? {CSharpIdentifier.Escape(parameter.Name)} = null"
            : $", {parameter.Type} {CSharpIdentifier.Escape(parameter.Name)}"));
        return $"global::System.Uri GetUrl(global::Microsoft.AspNetCore.Http.HttpContext httpContext{parameters})";
    }

    // A variable's name may hold nearly any character.
    private static string XmlText(string text) =>
        new([.. text.SelectMany(static c => c switch
        {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            >= ' ' and <= '~' => c.ToString(),
            _ => char.IsLetterOrDigit(c) ? c.ToString() : "?",
        })]);
}
