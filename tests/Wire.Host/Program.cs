using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using WebSockets;
using WebSockets.Testing;
using WebSockets.Wire.Host;

// An app with every feature of the library, which the tests talk to over the wire, however it was compiled. Options of handlers come from
// the command line, as any configuration does: Wire.Host --WebSockets:Echo:Compression true
var builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.UseTransportUnderTest().ConfigureKestrel(kestrel =>
{
    // Without TLS an endpoint speaks one version. The first is HTTP/1.1, the second HTTP/2.
    kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
    kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
});
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, AppJson.Default));
builder.Services.AddSingleton<Endings>();
builder.Services.AddBindableServices();
builder.Services.AddBearers();
builder.Services.AddWebSocketHandlers().AddAccessTokens();

var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
app.MapWebSocketHandlers();
app.MapWebSocketHandler<Echo>(options => (options.Path, options.Compression) = ("/deflate", true));
app.MapGroup("/group").MapWebSocketHandler<Room>().WithDisplayName("grouped");
app.MapStats();
app.MapEndings();
app.MapRooms();
app.Run();
