using System.Net.WebSockets;
using System.Text.Json;

namespace WebSockets;

/// <summary>
/// How a handler behaves. Read from <c>WebSockets:Defaults</c>, then <c>WebSockets:{Name}</c> in configuration, then set by code
/// (<c>AddWebSocketHandlers</c>, then <c>MapWebSocketHandler</c>). A bad value stops the app at start-up, and the error names its key.
/// </summary>
/// <remarks>
/// Numbers are above zero. Times are above zero and at most 24 days; where nothing else is said, <see cref="Timeout.InfiniteTimeSpan"/> is for ever.
/// In configuration, days are written before a point (<c>1.12:00:00</c>), <c>off</c> takes an option that is off by default (null here, and
/// <see cref="Compression"/>) back to that, and a key that is no option is logged as a warning.
/// The close statuses are those of RFC 6455, section 7.4.1, and of IANA's registry of WebSocket close codes.
/// </remarks>
public sealed class WebSocketHandlerOptions
{
    /// <summary>The route template at which the handler is mapped. Default: null, that of <see cref="WebSocketHandlerAttribute"/>.</summary>
    public string? Path { get; set; }

    /// <summary>Whether [OnLogin] is called. Default: true.</summary>
    public bool Login { get; set; } = true;

    /// <summary>
    /// How long [OnLogin] may take, before its token is cancelled and the client is refused with 503. The request, the services and the place among <see cref="MaxConnections"/> are the method's until
    /// it returns. Default: 10 s.
    /// </summary>
    public TimeSpan LoginTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The largest message that is accepted, in bytes, all its fragments together and, where it is compressed, inflated. A larger one closes the
    /// connection with 1009 as soon as its size is known. Default: 64 KiB.
    /// </summary>
    public int MaxMessageSize { get; set; } = 64 * 1024;

    /// <summary>
    /// How long a message that has begun may take to arrive whole, before the connection is closed with 1008. A longer one is allowed as long as 240 bytes of it come in a second,
    /// on average over each such time, as <c>KestrelServerLimits.MinRequestBodyDataRate</c> asks of a request. While nothing is read, because messages wait for a method or the
    /// peer does not read, the time stands still. Default: 30 s.
    /// </summary>
    public TimeSpan MessageReceiveTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the peer may be silent before it is sent a ping (RFC 6455, section 5.5.2). Default: 15 s;
    /// <see cref="Timeout.InfiniteTimeSpan"/>: no pings.
    /// </summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long after a ping the peer may stay silent before it is taken for dead and the connection is dropped. Default: 20 s;
    /// <see cref="Timeout.InfiniteTimeSpan"/>: for ever.
    /// </summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long no message may come or go, and no message method run, before the connection is closed with 1001. Default: null, for ever.</summary>
    public TimeSpan? IdleTimeout { get; set; }

    /// <summary>
    /// How many bytes may wait for a peer whose transport is full before <see cref="SlowConsumer"/> is applied; what the transport and the system hold comes on top. Default: 1 MiB.
    /// </summary>
    public int MaxPendingSendBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// How many bytes of memory may be held for messages that wait, for the peers of all handlers of the app together; where handlers have different values, the smallest holds. Over it those for
    /// whom the most waits are treated first, as their handler's <see cref="SlowConsumer"/> has it: closed with 1013 (<see cref="SlowConsumerPolicy.Close"/> and
    /// <see cref="SlowConsumerPolicy.Wait"/>), or what waits for them is dropped. Default: a quarter of the memory that the garbage collector may use.
    /// </summary>
    public long MaxTotalPendingSendBytes { get; set; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;

    /// <summary>What becomes of messages for a peer that does not read fast enough. Default: <see cref="SlowConsumerPolicy.Close"/>.</summary>
    public SlowConsumerPolicy SlowConsumer { get; set; }

    /// <summary>
    /// How many connections the handler may have; one more is refused with 503. A place is taken from the handshake until [OnClose] and all other methods have returned. Default: null, no limit.
    /// </summary>
    public int? MaxConnections { get; set; }

    /// <summary>
    /// How many connections of the handler one remote address may have; one more is refused with 503. The address is
    /// <c>HttpContext.Connection.RemoteIpAddress</c>: behind a proxy it is the client's only where the app uses forwarded headers. Of an IPv6 address
    /// the first <see cref="IPv6PrefixLength"/> bits count. Default: null, no limit.
    /// </summary>
    public int? MaxConnectionsPerAddress { get; set; }

    /// <summary>
    /// How many bits of an IPv6 address <see cref="MaxConnectionsPerAddress"/> counts by, 1 to 128. A subscriber at home has a prefix of 64 or 56 bits, a site one of 56 or 48, and can use any address in it:
    /// a longer prefix than that is no limit for it. Default: 64.
    /// </summary>
    public int IPv6PrefixLength { get; set; } = 64;

    /// <summary>
    /// How many channels a connection may be in, besides <c>*</c> and the one of its id. To join one more is an <see cref="InvalidOperationException"/>: where clients name channels, tell them before. Default: 1,000.
    /// </summary>
    public int MaxChannels { get; set; } = 1000;

    /// <summary>
    /// How many messages a second a connection may send, and how many at once; with one more <see cref="MessageRatePolicy"/> is applied. Pings and pongs are not
    /// counted. Default: null, no limit.
    /// </summary>
    public int? MessageRateLimit { get; set; }

    /// <summary>What becomes of a message that is over <see cref="MessageRateLimit"/>. Default: <see cref="MessageRatePolicy.Close"/>.</summary>
    public MessageRatePolicy MessageRatePolicy { get; set; }

    /// <summary>
    /// How long a message method may take, before its token is cancelled and the connection is closed with 1011. Also a method that returns a stream
    /// of replies. Default: null, for ever.
    /// </summary>
    public TimeSpan? MessageTimeout { get; set; }

    /// <summary>
    /// How long a connection may last, before it is closed with 1001. Each is closed up to a tenth earlier, at random, so that those that came together do not all come
    /// back together. Default: null, for ever.
    /// </summary>
    public TimeSpan? MaxLifetime { get; set; }

    /// <summary>
    /// Whether the connection is closed with 4401 when the authentication of its user expires: at the time that the authentication handler of the handshake gave
    /// (<c>AuthenticationProperties.ExpiresUtc</c>), or <c>RefreshUser</c> since. Default: false.
    /// </summary>
    public bool CloseOnAuthenticationExpiration { get; set; }

    /// <summary>
    /// The origins (RFC 6454) whose pages may connect (<c>https://example.com</c>), others being refused with 403, or <c>*</c> for every one. Empty: only pages of the same origin as the
    /// handler, that is of the request's own scheme, host and port. Requests without an Origin header, which do not come from a browser's page,
    /// are admitted; <c>null</c>, as of a sandboxed frame, is not. No page has an origin of <c>ws</c> or <c>wss</c>: those are refused at start-up. Default: empty.
    /// </summary>
    public IList<string> AllowedOrigins { get; set; } = [];

    /// <summary>
    /// Whether messages are compressed for peers that offer it (permessage-deflate, RFC 7692), without context takeover. Default: false.
    /// </summary>
    public bool Compression { get; set; }

    /// <summary>
    /// How long the peer may take to answer our close frame, or a handler to finish after the peer's (RFC 6455, section 7.1.1). Never for ever. Default: 5 s.
    /// </summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long the connections, which are closed with <see cref="DrainStatus"/> when the app shuts down, may take to end before they are dropped. Never for ever. Default: 15 s.
    /// </summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Over how long the connections are closed when the app shuts down, evenly, so that the clients do not all come back at once. Less than
    /// <see cref="DrainTimeout"/>. Default: 0 s, all at once.
    /// </summary>
    public TimeSpan DrainSpread { get; set; }

    /// <summary>
    /// The status with which connections are closed when the app shuts down: 1001 (going away) or 1012 (service restart), after which a client should come back.
    /// Default: 1001.
    /// </summary>
    public WebSocketCloseStatus DrainStatus { get; set; } = WebSocketCloseStatus.EndpointUnavailable;

    /// <summary>
    /// Whether what comes and goes is written to the log, for development: direction, kind, length, and the first <see cref="TrafficLogPayloadLimit"/> bytes, with what
    /// stands in JSON strings and numbers redacted. Level Debug, category <c>WebSockets.{Name}.Traffic</c>. Default: false.
    /// </summary>
    public bool TrafficLog { get; set; }

    /// <summary>How many bytes of a message's payload <see cref="TrafficLog"/> writes at most; 0: none. Default: 256.</summary>
    public int TrafficLogPayloadLimit { get; set; } = 256;

    /// <summary>
    /// The JSON options of this handler, in place of the app's (<c>ConfigureHttpJsonOptions</c>) and of the attribute's <c>JsonContext</c>. Default: null.
    /// </summary>
    public JsonSerializerOptions? Json { get; set; }
}
