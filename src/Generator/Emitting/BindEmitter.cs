using WebSockets.Generator.Infrastructure;

namespace WebSockets.Generator.Emitting;

/// <summary>Writes <c>Bind</c>: the values of the handshake, read once into fields.</summary>
internal static class BindEmitter
{
    public static void Write(SourceWriter writer, HandlerNames names)
    {
        if (!names.Bound.Any())
        {
            return;
        }

        writer.Write("// The values of the handshake that methods take.");
        writer.Write("protected override void Bind(global::WebSockets.CompilerServices.WebSocketBinder binder)").Open();
        foreach (var value in names.Bound)
        {
            writer.Write($"{value.Value} = {BoundValueExpression.Of(value.Key)};");
        }

        writer.Close().Separate();
    }
}
