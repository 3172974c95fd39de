using System.Runtime.CompilerServices;
using WebSockets;

namespace WSG0214;

[WebSocketHandler("/clock")]
public sealed partial class Clock(TimeProvider time)
{
    [OnOpen]
    async IAsyncEnumerable<string> Tick([EnumeratorCancellation] CancellationToken closed, CancellationToken stopping)
    {
        while (!closed.IsCancellationRequested)
        {
            yield return time.GetUtcNow().ToString("T");
            await Task.Delay(TimeSpan.FromSeconds(1), time, closed);
        }
    }
}
