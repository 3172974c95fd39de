using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator;

/// <summary>
/// Emits the other part of each class with [WebSocketHandler], and what registers them. What it cannot emit, it reports.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class WebSocketHandlerGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        context.RegisterPostInitializationOutput(static output => output.AddEmbeddedAttributeDefinition());

        var assembly = context.CompilationProvider
            .Select(static (compilation, _) => AssemblyParser.Parse(compilation))
            .WithTrackingName(TrackingNames.Assembly);

        var parsed = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownNames.Handler, static (node, _) => node is TypeDeclarationSyntax, static (syntax, token) => HandlerParser.Parse(syntax, token))
            .WithTrackingName(TrackingNames.Parsed);

        // Their locations are of one version of a file, so that an edit of the file makes others of them. The models stay what they are.
        var errors = parsed
            .SelectMany(static (parsed, _) => parsed.Diagnostics.Where(static diagnostic => diagnostic.IsError))
            .WithTrackingName(TrackingNames.Errors);

        var handlers = parsed
            .Where(static parsed => parsed.Handler is not null)
            .Select(static (parsed, _) => parsed.Handler!)
            .WithTrackingName(TrackingNames.Handlers);

        var ambiguous = handlers
            .Select(static (handler, _) => handler.Declaration.MetadataName)
            .Collect()
            .Select(static (names, _) => HandlerFiles.Ambiguous(names))
            .WithTrackingName(TrackingNames.AmbiguousNames);

        var registration = handlers
            .Where(static handler => handler.Declaration.IsMapped)
            .Select(static (handler, _) => new RegisteredModel(handler.Declaration.MetadataName, handler.Declaration.FullName))
            .Collect()
            .Select(static (handlers, _) => handlers.OrderBy(static handler => handler.MetadataName, StringComparer.Ordinal).ToEquatableArray())
            .Combine(assembly)
            .WithTrackingName(TrackingNames.Registration);

        var parsedUrls = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownNames.Url, static (_, _) => true, static (syntax, token) => UrlParser.Parse(syntax, token))
            .WithTrackingName(TrackingNames.ParsedUrls);

        var urlErrors = parsedUrls
            .SelectMany(static (parsed, _) => parsed.Diagnostics)
            .WithTrackingName(TrackingNames.UrlErrors);

        var urls = parsedUrls
            .Where(static parsed => parsed.Url is not null)
            .Select(static (parsed, _) => parsed.Url!)
            .Collect()
            .SelectMany(static (urls, _) => HandlerFiles.ByHandler(urls))
            .WithTrackingName(TrackingNames.Urls);

        context.RegisterSourceOutput(errors, static (output, error) => output.ReportDiagnostic(error.ToDiagnostic()));
        context.RegisterSourceOutput(handlers.Combine(ambiguous), static (output, source) => HandlerFiles.Add(output, source.Left, source.Right));
        context.RegisterSourceOutput(urlErrors, static (output, error) => output.ReportDiagnostic(error.ToDiagnostic()));
        context.RegisterSourceOutput(urls.Combine(ambiguous), static (output, source) => HandlerFiles.AddUrls(output, source.Left, source.Right));
        context.RegisterSourceOutput(registration, static (output, source) => HandlerFiles.AddRegistration(output, source.Left, source.Right));
    }
}
