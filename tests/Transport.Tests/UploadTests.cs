using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Transport.Tests.Infrastructure;

namespace WebSockets.Transport.Tests;

/// <summary>Clients that vanish in the midst of an upload are no fault of the app, however it reads.</summary>
internal sealed class UploadTests
{
    private const int Clients = 100;

    public enum Reading
    {
        Stream,
        Copy,
        Pipe,
        Echo,
    }

    [Test]
    public async Task A_client_that_resets_or_leaves_in_an_upload_is_not_logged([Values] Reading reading, [Values] bool resets)
    {
        // The end of the host fails the test where something was logged.
        await using var host = await EpollHost.ServeAsync(async http =>
        {
            try
            {
                await ReadAsync(http, reading);
                Journal(http).Write("read");
            }
            catch (Exception e)
            {
                Journal(http).Write(e.GetType().Name);
                throw;
            }
        });

        for (var i = 0; i < Clients; i++)
        {
            using var socket = await host.ConnectAsync();
            await socket.SendAsync(Encoding.ASCII.GetBytes("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" + new string('x', 300 * i)));
            if (reading != Reading.Echo)
            {
                Assert.That(await host.Journal.NextAsync(), Is.EqualTo("begun"));
            }

            socket.LingerState = new LingerOption(resets, 0);
            socket.Dispose();
            if (reading != Reading.Echo)
            {
                Assert.That(await host.Journal.NextAsync(), Is.EqualTo("ConnectionResetException").Or.EqualTo("BadHttpRequestException").Or.EqualTo("TaskCanceledException"));
            }
        }
    }

    private static Journal Journal(HttpContext http) => (Journal)http.RequestServices.GetService(typeof(Journal))!;

    private static async Task ReadAsync(HttpContext http, Reading reading)
    {
        if (reading != Reading.Echo)
        {
            Journal(http).Write("begun");
        }

        switch (reading)
        {
            case Reading.Stream:
                var buffer = new byte[4096];
                while (await http.Request.Body.ReadAsync(buffer) > 0)
                {
                }

                break;

            case Reading.Copy:
                await http.Request.Body.CopyToAsync(Stream.Null);
                break;

            case Reading.Pipe:
                while (await http.Request.BodyReader.ReadAsync() is { IsCompleted: false } result)
                {
                    http.Request.BodyReader.AdvanceTo(result.Buffer.End);
                }

                break;

            default:
                await http.Request.BodyReader.CopyToAsync(http.Response.BodyWriter);
                break;
        }
    }
}
