using System.Buffers;

namespace WebSockets.Connections;

/// <summary>
/// What waits for a full transport, in its order: runs of frames, and among them single frames that a newer one of the same key takes the place of.
/// </summary>
/// <param name="limit">How much may wait.</param>
internal sealed class PendingFrames(int limit)
{
    // Of a pong. It is no message: it is never dropped, and another in its place is no loss (RFC 6455, section 5.5.3).
    private static readonly object Pong = new();

    private LinkedList<Part>? _parts;
    private Dictionary<object, LinkedListNode<Part>>? _byKey;
    private int _droppable;

    public int Length { get; private set; }

    /// <summary>Adds a frame that nothing takes the place of.</summary>
    public void Append(ReadOnlySpan<byte> frame)
    {
        if (_parts?.Last?.Value is not { Key: null } run)
        {
            run = Add(null).Value;
        }

        run.Bytes.Append(frame, limit);
        Length += frame.Length;
    }

    /// <summary>Adds the answer to a ping, in the place of one that still waits.</summary>
    public void AppendPong(ReadOnlySpan<byte> frame) => Set(Find(Pong) ?? Add(Pong), frame);

    /// <summary>
    /// Adds a message, in the place of the one of the same key that still waits. Where there is no room, the oldest that may be replaced are
    /// dropped until there is.
    /// </summary>
    /// <param name="frame">The message's frame.</param>
    /// <param name="key">Null: nothing takes the place of it, nor it of anything.</param>
    /// <param name="name">By which the message is counted, if it is dropped.</param>
    /// <param name="dropped">Gets the names of what was replaced or dropped, this one included.</param>
    /// <returns>False: there cannot be room for it. Then nothing else was dropped.</returns>
    public bool TryAppend(ReadOnlySpan<byte> frame, object? key, string name, DroppedNames dropped)
    {
        if (Length - _droppable + frame.Length > limit)
        {
            dropped.Add(name);
            return false;
        }

        var place = key is null ? null : Find(key);
        var replaced = place?.Value.Bytes.Length ?? 0;
        for (var part = _parts?.First; part is not null && Length - replaced + frame.Length > limit;)
        {
            var next = part.Next;
            if (part != place && part.Value.IsDroppable)
            {
                Remove(part);
                dropped.Add(part.Value.Name!);
            }

            part = next;
        }

        if (key is null)
        {
            Append(frame);
            return true;
        }

        if (place is not null)
        {
            dropped.Add(place.Value.Name!);
        }

        place ??= Add(key);
        place.Value.Name = name;
        Set(place, frame);
        return true;
    }

    /// <summary>Writes no more than so many bytes from the front. False: there was nothing.</summary>
    public bool MoveTo(IBufferWriter<byte> writer, int count)
    {
        if (Length == 0)
        {
            return false;
        }

        while (count > 0 && _parts?.First is { } first)
        {
            Fix(first.Value); // what has begun to go out goes out whole
            var before = first.Value.Bytes.Length;
            first.Value.Bytes.MoveTo(writer, count);
            var moved = before - first.Value.Bytes.Length;
            count -= moved;
            Length -= moved;
            if (moved == before)
            {
                _parts.RemoveFirst();
            }
        }

        if (Length == 0)
        {
            Clear();
        }

        return true;
    }

    public void Clear()
    {
        foreach (var part in _parts ?? [])
        {
            part.Bytes.Clear();
        }

        (_parts, _byKey, _droppable, Length) = (null, null, 0, 0);
    }

    private LinkedListNode<Part>? Find(object key) => _byKey?.GetValueOrDefault(key);

    private LinkedListNode<Part> Add(object? key)
    {
        var node = (_parts ??= new()).AddLast(new Part { Key = key });
        if (key is not null)
        {
            (_byKey ??= []).Add(key, node);
        }

        return node;
    }

    private void Set(LinkedListNode<Part> place, ReadOnlySpan<byte> frame)
    {
        var part = place.Value;
        var change = frame.Length - part.Bytes.Length;
        part.Bytes.Clear();
        part.Bytes.Append(frame, limit);
        Length += change;
        if (part.IsDroppable)
        {
            _droppable += change;
        }
    }

    private void Remove(LinkedListNode<Part> place)
    {
        var part = place.Value;
        Length -= part.Bytes.Length;
        Fix(part);
        part.Bytes.Clear();
        _parts!.Remove(place);
    }

    // From now on nothing takes its place.
    private void Fix(Part part)
    {
        if (part.Key is not null)
        {
            _droppable -= part.IsDroppable ? part.Bytes.Length : 0;
            _byKey!.Remove(part.Key);
            part.Key = null;
        }
    }

    private sealed class Part
    {
        /// <summary>By which a newer frame finds it; null: it is a run of frames that stay.</summary>
        public object? Key { get; set; }

        /// <summary>Of the message, if it may be dropped.</summary>
        public string? Name { get; set; }

        public PendingBytes Bytes { get; } = new();

        public bool IsDroppable => Key is not null && Key != Pong;
    }
}
