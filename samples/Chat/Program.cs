using Chat;
using OpenTelemetry.Metrics;
using WebSockets;
using WebSockets.Transport;

// The files are found beside the program, not in the directory that it happens to be started from.
var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
{
    builder.WebHost.UseUrls("http://localhost:5080");
}

if (builder.Configuration["transport"] != "sockets")
{
    builder.WebHost.UseEpollTransport(); // --transport sockets: Kestrel's own, as everywhere but on Linux
}

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<Rooms>();
builder.Services.AddSingleton<Images>();
builder.Services.AddSingleton<Presence>();
builder.Services.AddHostedService(services => services.GetRequiredService<Presence>());
builder.Services.AddSingleton<Pages>();
builder.Services.AddChatAccounts();
builder.Services.AddWebSocketHandlers();
builder.Services.AddHealthChecks().AddWebSockets();

var servesMetrics = builder.Configuration["metrics"] == "true"; // --metrics true: for Prometheus, at /metrics
if (servesMetrics)
{
    builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
        .AddMeter("WebSockets", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
        .AddPrometheusExporter());
}

var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
app.MapPages();
app.MapAccounts();
app.MapImages();
app.MapWebSocketHandlers();
app.MapHealthChecks("/health");
if (servesMetrics)
{
    app.MapPrometheusScrapingEndpoint();
}

app.Lifetime.ApplicationStarted.Register(() => app.Logger.LogInformation("Open {Address}", string.Join(" or ", app.Urls)));
app.Run();
