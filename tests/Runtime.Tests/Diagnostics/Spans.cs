using System.Collections;
using System.Diagnostics;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Diagnostics;

/// <summary>What an exporter was given, in the order in which it ended.</summary>
/// <remarks>Sources are known by their names: the spans of other tests that run at the same time come here too.</remarks>
internal sealed class Spans : ICollection<Activity>
{
    private readonly Lock _gate = new();
    private readonly List<Activity> _all = [];

    public int Count => Snapshot().Length;

    public bool IsReadOnly => false;

    /// <summary>The first span of this name, when it has ended.</summary>
    public async Task<Activity> EndedAsync(string name)
    {
        await Bounded.Until(() => Find(name) is not null, $"the span {name} ends");
        return Find(name)!;
    }

    /// <summary>The span of this id, when it has ended.</summary>
    public async Task<Activity> EndedAsync(ActivitySpanId id)
    {
        await Bounded.Until(() => Snapshot().Any(span => span.SpanId == id), "the span ends");
        return Snapshot().First(span => span.SpanId == id);
    }

    public Activity? Find(string name) => Snapshot().FirstOrDefault(span => span.DisplayName == name);

    public void Add(Activity item)
    {
        lock (_gate)
        {
            _all.Add(item);
        }
    }

    public void Clear() => throw new NotSupportedException();

    public bool Contains(Activity item) => Snapshot().Contains(item);

    public void CopyTo(Activity[] array, int arrayIndex) => Snapshot().CopyTo(array, arrayIndex);

    public bool Remove(Activity item) => throw new NotSupportedException();

    public IEnumerator<Activity> GetEnumerator() => ((IEnumerable<Activity>)Snapshot()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Activity[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _all];
        }
    }
}
