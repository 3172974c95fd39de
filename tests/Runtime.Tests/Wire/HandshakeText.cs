namespace WebSockets.Runtime.Tests.Wire;

/// <summary>The text of a handshake, complete by default, that a test takes lines from and adds others to.</summary>
internal sealed class HandshakeText
{
    /// <summary>The key of the example in RFC 6455, section 1.3.</summary>
    public const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    /// <summary>What the server has to answer it with.</summary>
    public const string Accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private readonly string _path;
    private readonly List<(string Name, string Value)> _headers;
    private string _method = "GET";
    private string _version = "HTTP/1.1";
    private string _body = "";

    public HandshakeText(string path, string host)
    {
        _path = path;
        _headers =
        [
            ("Host", host),
            ("Upgrade", "websocket"),
            ("Connection", "Upgrade"),
            ("Sec-WebSocket-Key", Key),
            ("Sec-WebSocket-Version", "13"),
        ];
    }

    /// <summary>Adds a line, also if there is one of that name.</summary>
    public HandshakeText Add(string name, string value)
    {
        _headers.Add((name, value));
        return this;
    }

    public HandshakeText Without(string name)
    {
        _headers.RemoveAll(header => header.Name == name);
        return this;
    }

    /// <summary>Puts a line in the place of those of that name.</summary>
    public HandshakeText With(string name, string value) => Without(name).Add(name, value);

    public HandshakeText Method(string method)
    {
        _method = method;
        return this;
    }

    public HandshakeText Version(string version)
    {
        _version = version;
        return this;
    }

    public HandshakeText Body(string body)
    {
        _body = body;
        return this;
    }

    public override string ToString() =>
        $"{_method} {_path} {_version}\r\n{string.Concat(_headers.Select(header => $"{header.Name}: {header.Value}\r\n"))}\r\n{_body}";
}
