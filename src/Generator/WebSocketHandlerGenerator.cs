using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Discovery;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator;

/// <summary>Emits the other part of each class with [WebSocketHandler], and what registers them and their messages.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class WebSocketHandlerGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        context.RegisterPostInitializationOutput(static output => output.AddEmbeddedAttributeDefinition());

        var library = context.CompilationProvider
            .Select(static (compilation, _) => compilation.GetTypeByMetadataName(KnownNames.Handler) is not null)
            .WithTrackingName(TrackingNames.Library);

        // Not ForAttributeWithMetadataName: it binds every attribute of the project anew after each keystroke.
        var types = context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => node is TypeDeclarationSyntax { AttributeLists.Count: > 0 },
                static (syntax, token) => TypeMemory.Read(syntax, token))
            .Where(static type => type is not null)
            .WithTrackingName(TrackingNames.Types);

        var handlers = types
            .Where(static type => type!.Handler is not null)
            .Select(static (type, _) => type!.Handler!)
            .WithTrackingName(TrackingNames.Handlers);

        var standIns = types
            .Where(static type => type!.StandIn is not null)
            .Select(static (type, _) => type!.StandIn!)
            .Collect()
            .Select(static (standIns, _) => standIns.OrderBy(static standIn => standIn.Type, StringComparer.Ordinal).ToEquatableArray())
            .WithTrackingName(TrackingNames.StandIns);

        var strays = context.SyntaxProvider.ForAttributeWithMetadataName(KnownNames.OnMessage, StrayParser.IsCandidate, StrayParser.IsStray).Where(static isStray => isStray).Collect()
            .Combine(context.SyntaxProvider.ForAttributeWithMetadataName(KnownNames.OnOpen, StrayParser.IsCandidate, StrayParser.IsStray).Where(static isStray => isStray).Collect())
            .Select(static (strays, _) => !strays.Left.IsEmpty || !strays.Right.IsEmpty)
            .WithTrackingName(TrackingNames.Strays);

        var ambiguous = handlers
            .Select(static (handler, _) => handler.Declaration.MetadataName)
            .Collect()
            .Select(static (names, _) => HandlerFiles.Ambiguous(names))
            .WithTrackingName(TrackingNames.AmbiguousNames);

        var messages = types
            .Where(static type => type!.Message is not null)
            .Select(static (type, _) => type!.Message!)
            .Collect()
            .Select(static (messages, _) => messages.Distinct().OrderBy(static message => message.Type, StringComparer.Ordinal).ToEquatableArray())
            .WithTrackingName(TrackingNames.Messages);

        var registration = handlers
            .Where(static handler => handler.Declaration.IsMapped)
            .Select(static (handler, _) => new RegisteredModel(handler.Declaration.MetadataName, handler.Declaration.FullName, handler.Declaration.ExperimentalIds))
            .Collect()
            .Select(static (handlers, _) => handlers.OrderBy(static handler => handler.MetadataName, StringComparer.Ordinal).ToEquatableArray())
            .Combine(library)
            .WithTrackingName(TrackingNames.Registration);

        context.RegisterSourceOutput(handlers.Combine(ambiguous), static (output, source) => HandlerFiles.Add(output, source.Left, source.Right));
        context.RegisterSourceOutput(standIns.Combine(strays), static (output, source) => HandlerFiles.AddStandIns(output, source.Left, source.Right));
        context.RegisterSourceOutput(messages, static (output, source) => HandlerFiles.AddMessages(output, source));
        context.RegisterSourceOutput(registration, static (output, source) => HandlerFiles.AddRegistration(output, source.Left, source.Right));
    }
}
