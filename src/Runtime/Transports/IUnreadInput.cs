using System.ComponentModel;

namespace WebSockets.Transports;

/// <summary>What a connection knows of its socket. A feature of connections whose transport is not Kestrel's own.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IUnreadInput
{
    /// <summary>The peer has sent what the server has not read: if the peer seems silent, it is because the server is busy.</summary>
    bool HasUnreadInput { get; }
}
