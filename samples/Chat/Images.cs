using System.Security.Cryptography;

namespace Chat;

/// <summary>A kind of picture that every browser shows, known by its first bytes: what a file is called proves nothing.</summary>
public sealed record ImageKind(string ContentType)
{
    private static readonly ImageKind Png = new("image/png");
    private static readonly ImageKind Jpeg = new("image/jpeg");
    private static readonly ImageKind Gif = new("image/gif");
    private static readonly ImageKind WebP = new("image/webp");

    public static ImageKind? Of(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png,
        [0xFF, 0xD8, 0xFF, ..] => Jpeg,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => Gif,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => WebP,
        _ => null,
    };
}

/// <summary>The last pictures of all rooms, as many as fit.</summary>
public sealed class Images
{
    private const long MaxBytes = 64 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (ImageKind Kind, byte[] Bytes)> _images = [];
    private readonly Queue<string> _oldestFirst = [];
    private long _bytes;

    /// <summary>Keeps a picture.</summary>
    /// <returns>Its address, which nobody can guess.</returns>
    public string Add(ImageKind kind, byte[] bytes)
    {
        var address = "/images/" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        lock (_gate)
        {
            _images.Add(address, (kind, bytes));
            _oldestFirst.Enqueue(address);
            _bytes += bytes.Length;
            while (_bytes > MaxBytes && _images.Remove(_oldestFirst.Dequeue(), out var oldest))
            {
                _bytes -= oldest.Bytes.Length;
            }
        }

        return address;
    }

    public bool Has(string? address) => address is not null && Find(address) is not null;

    public (ImageKind Kind, byte[] Bytes)? Find(string address)
    {
        lock (_gate)
        {
            return _images.TryGetValue(address, out var image) ? image : null;
        }
    }
}

internal static class ImageEndpoints
{
    public static void MapImages(this WebApplication app) => app.MapGet("/images/{id}", (HttpContext http) =>
    {
        var images = http.RequestServices.GetRequiredService<Images>();
        if (Account.Of(http.User) is null || images.Find(http.Request.Path.Value!) is not { } image)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        // Somebody sent these bytes: they are a picture or nothing, also when the address is opened by itself.
        http.Response.ContentType = image.Kind.ContentType;
        http.Response.ContentLength = image.Bytes.Length;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        http.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return http.Response.Body.WriteAsync(image.Bytes, http.RequestAborted).AsTask();
    });
}
