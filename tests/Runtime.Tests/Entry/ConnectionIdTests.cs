using System.Buffers.Text;
using WebSockets.Connections;

namespace WebSockets.Runtime.Tests.Entry;

internal sealed class ConnectionIdTests
{
    // One bit is the same in all of them by chance once in 2^255.
    [Test]
    public void Each_of_its_128_bits_takes_both_values()
    {
        var ids = Enumerable.Range(0, 256).Select(_ => Base64Url.DecodeFromChars(ConnectionId.Next().AsSpan(1))).ToArray();

        Assert.That(ids, Has.All.Length.EqualTo(16));
        for (var bit = 0; bit < 128; bit++)
        {
            Assert.That(ids.Select(id => id[bit / 8] >> (bit % 8) & 1).Distinct().Count(), Is.EqualTo(2), $"bit {bit}");
        }
    }
}
