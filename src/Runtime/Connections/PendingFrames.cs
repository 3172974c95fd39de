using System.Buffers;
using WebSockets.Diagnostics;
using WebSockets.Framing;

namespace WebSockets.Connections;

/// <summary>
/// What waits for a full transport, in its order: runs of frames, and among them single frames that a newer one of the same key takes the place of.
/// </summary>
/// <param name="limit">How much may wait.</param>
/// <param name="budget">Of all connections together; null: nothing is counted.</param>
internal sealed class PendingFrames(int limit, PendingBudget? budget = null)
{
    /// <summary>What a frame of its own place costs besides its bytes: its objects, its entry by key, and the key itself without its characters, as measured.</summary>
    public const int KeyCost = 256;

    // Of a pong. It is no message: it is never dropped, and another in its place is no loss (RFC 6455, section 5.5.3).
    private static readonly object Pong = new();

    private LinkedList<Part>? _parts;
    private Dictionary<object, LinkedListNode<Part>>? _byKey;
    private long _keyCost;
    private long _droppable; // with what the places cost
    private long _capacity;
    private long _counted; // in the budget

    /// <summary>Bytes that wait.</summary>
    public int Length { get; private set; }

    /// <summary>The same with what the places cost. The limit holds for it.</summary>
    public long Cost => Length + _keyCost;

    /// <summary>How much memory is held.</summary>
    public long Held => _capacity + _keyCost;

    /// <summary>Adds a frame that nothing takes the place of.</summary>
    public void Append(ReadOnlySpan<byte> frame)
    {
        if (_parts?.Last?.Value is not { Key: null } run)
        {
            run = Add(null).Value;
        }

        _capacity -= run.Bytes.Capacity;
        run.Bytes.Append(frame, limit);
        _capacity += run.Bytes.Capacity;
        Length += frame.Length;
        Count();
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
        var place = key is null ? null : Find(key);
        var cost = key is null ? frame.Length : frame.Length + CostOf(key);
        if (Cost - _droppable + cost > limit)
        {
            dropped.Add(name);
            return false;
        }

        var replaced = place?.Value.Cost ?? 0;
        for (var part = _parts?.First; part is not null && Cost - replaced + cost > limit;)
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
            _capacity -= first.Value.Bytes.Capacity;
            first.Value.Begin(Math.Min(before, count));
            first.Value.Bytes.MoveTo(writer, count);
            _capacity += first.Value.Bytes.Capacity;
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

        Count();
        return true;
    }

    /// <summary>Drops all but the rest of a frame of which a part has gone out.</summary>
    /// <param name="dropped">Gets the names of the messages, where they are dropped as messages.</param>
    public void DropWaiting(DroppedNames? dropped)
    {
        byte[] rest = _parts?.First?.Value is { Rest: > 0 } first ? first.Bytes.Front(first.Rest).ToArray() : [];
        foreach (var part in _parts ?? [])
        {
            part.AddTo(dropped);
        }

        Clear();
        if (rest.Length > 0)
        {
            Append(rest);
            _parts!.First!.Value.Rest = rest.Length;
        }
    }

    public void Clear()
    {
        foreach (var part in _parts ?? [])
        {
            part.Bytes.Clear();
        }

        (_parts, _byKey, _droppable, _keyCost, _capacity, Length) = (null, null, 0, 0, 0, 0);
        Count();
    }

    private static int CostOf(object key) => KeyCost + (key is string name ? name.Length * sizeof(char) : 0);

    private void Count()
    {
        if (budget is not null && Held != _counted)
        {
            budget.Add(Held - _counted);
            _counted = Held;
        }
    }

    private LinkedListNode<Part>? Find(object key) => _byKey?.GetValueOrDefault(key);

    private LinkedListNode<Part> Add(object? key)
    {
        var node = (_parts ??= new()).AddLast(new Part { Key = key });
        if (key is not null)
        {
            (_byKey ??= []).Add(key, node);
            _keyCost += CostOf(key);
            _droppable += node.Value.IsDroppable ? CostOf(key) : 0;
        }

        return node;
    }

    private void Set(LinkedListNode<Part> place, ReadOnlySpan<byte> frame)
    {
        var part = place.Value;
        var change = frame.Length - part.Bytes.Length;
        _capacity -= part.Bytes.Capacity;
        part.Bytes.Set(frame);
        _capacity += part.Bytes.Capacity;
        Length += change;
        if (part.IsDroppable)
        {
            _droppable += change;
        }

        Count();
    }

    private void Remove(LinkedListNode<Part> place)
    {
        var part = place.Value;
        Fix(part);
        Length -= part.Bytes.Length;
        _capacity -= part.Bytes.Capacity;
        part.Bytes.Clear();
        _parts!.Remove(place);
    }

    // From now on nothing takes its place.
    private void Fix(Part part)
    {
        if (part.Key is not null)
        {
            _droppable -= part.IsDroppable ? part.Cost : 0;
            _keyCost -= CostOf(part.Key);
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

        /// <summary>Bytes left of the frame at the front, if a part of it has gone out.</summary>
        public int Rest { get; set; }

        public int Cost => Bytes.Length + (Key is null ? 0 : CostOf(Key));

        public bool IsDroppable => Key is not null && Key != Pong;

        /// <summary>So many bytes from the front are about to go out.</summary>
        public void Begin(int count)
        {
            var end = Rest;
            while (end < count)
            {
                end += FrameWriter.SizeOf(Bytes.Front(Bytes.Length)[end..]);
            }

            Rest = end - count;
        }

        /// <summary>Names what waits here, without the frame that has begun, and without control frames.</summary>
        public void AddTo(DroppedNames? dropped)
        {
            var frames = Bytes.Front(Bytes.Length)[Rest..];
            while (dropped is not null && !frames.IsEmpty)
            {
                if ((frames[0] & 0x08) == 0)
                {
                    dropped.Add(Name ?? Tags.Other);
                }

                frames = frames[FrameWriter.SizeOf(frames)..];
            }
        }
    }
}
