using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator;

/// <summary>
/// Emits the other part of each class with [WebSocketHandler], and what registers them and their messages. What it cannot emit, it reports.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class WebSocketHandlerGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        context.RegisterPostInitializationOutput(static output => output.AddEmbeddedAttributeDefinition());

        var library = context.CompilationProvider
            .Select(static (compilation, _) => compilation is CSharpCompilation { LanguageVersion: >= LanguageVersion.CSharp8 } && compilation.GetTypeByMetadataName(KnownNames.Handler) is not null)
            .WithTrackingName(TrackingNames.Library);

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

        var messages = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownNames.Message, static (node, _) => node is TypeDeclarationSyntax, static (syntax, _) => MessageTypeParser.Parse((INamedTypeSymbol)syntax.TargetSymbol))
            .Where(static message => message is not null)
            .Select(static (message, _) => message!)
            .Collect()
            .Select(static (messages, _) => messages.Distinct().OrderBy(static message => message.Type, StringComparer.Ordinal).ToEquatableArray())
            .WithTrackingName(TrackingNames.Messages);

        var registration = handlers
            .Where(static handler => handler.Declaration.IsMapped)
            .Select(static (handler, _) => new RegisteredModel(handler.Declaration.MetadataName, handler.Declaration.FullName))
            .Collect()
            .Select(static (handlers, _) => handlers.OrderBy(static handler => handler.MetadataName, StringComparer.Ordinal).ToEquatableArray())
            .Combine(library)
            .WithTrackingName(TrackingNames.Registration);

        context.RegisterSourceOutput(errors, static (output, error) => output.ReportDiagnostic(error.ToDiagnostic()));
        context.RegisterSourceOutput(handlers.Combine(ambiguous), static (output, source) => HandlerFiles.Add(output, source.Left, source.Right));
        context.RegisterSourceOutput(messages, static (output, source) => HandlerFiles.AddMessages(output, source));
        context.RegisterSourceOutput(registration, static (output, source) => HandlerFiles.AddRegistration(output, source.Left, source.Right));
    }
}
