using System.Buffers;
using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using WebSockets.CompilerServices;
using WebSockets.Framing;
using WebSockets.Hosting;
using WebSockets.Messages;

namespace WebSockets.Diagnostics;

/// <summary>Logs what comes and goes on a handler's connections, for development. What it says of a payload is <see cref="RedactedJson"/>.</summary>
internal sealed class TrafficLog(ILogger logger, WebSocketHandlerDefinition definition, EnvelopeShape shape, int payloadLimit)
{
    private const string In = "received";
    private const string Out = "sent";

    // Without named messages what looks like a name is a value as any other.
    private readonly byte[]? _discriminator = definition.Features.HasFlag(WebSocketHandlerFeatures.NamedMessages) ? shape.Discriminator : null;

    private bool IsOn => logger.IsEnabled(LogLevel.Debug);

    public void Received(WebSocketConnection connection, in FrameEvent frame)
    {
        if (!IsOn)
        {
            return;
        }

        switch (frame.Kind)
        {
            case FrameEventKind.Message when frame.MessageType == WebSocketMessageType.Text:
                Text(connection, In, frame.Payload.Length, frame.Payload.Slice(0, Math.Min(frame.Payload.Length, payloadLimit)).ToArray(), _discriminator);
                break;
            case FrameEventKind.Message:
                Log.Traffic(logger, connection.Id, In, "binary", frame.Payload.Length);
                break;
            case FrameEventKind.Ping:
                Log.Traffic(logger, connection.Id, In, "ping", frame.Payload.Length);
                break;
            case FrameEventKind.Pong:
                Log.Traffic(logger, connection.Id, In, "pong", frame.Payload.Length);
                break;
            case FrameEventKind.Close:
                Log.TrafficClose(logger, connection.Id, In, (int?)frame.Status);
                break;
        }
    }

    public void Sent(WebSocketConnection connection, FrameBuilder frame)
    {
        if (!IsOn)
        {
            return;
        }

        var payload = frame.Payload;
        if (frame.Opcode == FrameOpcode.Text)
        {
            Text(connection, Out, payload.Length, payload[..Math.Min(payload.Length, payloadLimit)], frame.Name is null ? null : shape.Discriminator);
        }
        else
        {
            Log.Traffic(logger, connection.Id, Out, "binary", payload.Length);
        }
    }

    public void SentPing(WebSocketConnection connection)
    {
        if (IsOn)
        {
            Log.Traffic(logger, connection.Id, Out, "ping", 0);
        }
    }

    public void SentPong(WebSocketConnection connection, long length)
    {
        if (IsOn)
        {
            Log.Traffic(logger, connection.Id, Out, "pong", length);
        }
    }

    public void SentClose(WebSocketConnection connection, WebSocketCloseStatus? status)
    {
        if (IsOn)
        {
            Log.TrafficClose(logger, connection.Id, Out, (int?)status);
        }
    }

    private void Text(WebSocketConnection connection, string direction, long length, ReadOnlySpan<byte> start, byte[]? discriminator)
    {
        if (RedactedJson.Of(start, isAll: start.Length == length, discriminator, shape.ReaderOptions) is { } payload)
        {
            Log.TrafficWithPayload(logger, connection.Id, direction, "text", length, payload);
        }
        else
        {
            Log.Traffic(logger, connection.Id, direction, "text", length);
        }
    }
}
