using Google.Protobuf;
using Google.Protobuf.Collections;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;

namespace Temporal.DevServer.History;

/// <summary>
/// Pending items of one kind (activities, children, timers) beyond the first few are stored one by one, as parts beside
/// the state: each transition then writes the items it changed, where it would else write all two thousand. In memory
/// nothing differs, the machines find all items in the state.
/// <para>
/// An item that comes when <see cref="Limits.PendingInline"/> others are in the state blob becomes a part and stays one
/// until it is gone. What changed is found by comparing with a copy of what is stored, so that no machine can forget to
/// say it.
/// </para>
/// </summary>
/// <param name="kind">Kind of the parts.</param>
/// <param name="itemsOf">The items in a state.</param>
/// <param name="keyOf">Key of an item among them.</param>
/// <param name="eventOf">Id of the event it began with: the id of its part.</param>
/// <param name="parser">Reads an item.</param>
internal sealed class PendingParts<TKey, TItem>(
    int kind, Func<RunState, MapField<TKey, TItem>> itemsOf, Func<TItem, TKey> keyOf, Func<TItem, long> eventOf,
    MessageParser<TItem> parser) : IPendingParts
    where TKey : notnull
    where TItem : class, IMessage<TItem>
{
    private readonly Dictionary<long, TItem> _stored = [];
    private readonly List<TItem> _detached = [];

    /// <inheritdoc/>
    public int Kind => kind;

    /// <inheritdoc/>
    public void Load(RunState state, ReadOnlySpan<byte> data)
    {
        var item = parser.ParseFrom(data);
        _stored[eventOf(item)] = item;
        itemsOf(state)[keyOf(item)] = item.Clone();
    }

    /// <inheritdoc/>
    public void Collect(Transition t)
    {
        var items = itemsOf(t.State);
        if (_stored.Count == 0 && items.Count <= Limits.PendingInline)
        {
            return;
        }

        foreach (var (id, stored) in _stored)
        {
            if (!items.TryGetValue(keyOf(stored), out var now) || eventOf(now) != id)
            {
                _stored.Remove(id);
                t.RemovePart(kind, Id(id));
            }
        }

        var inline = 0;
        foreach (var item in items.Values)
        {
            var isStored = _stored.TryGetValue(eventOf(item), out var stored);
            if (isStored ? !item.Equals(stored) : ++inline > Limits.PendingInline)
            {
                _stored[eventOf(item)] = item.Clone();
                t.AddPart(kind, Id(eventOf(item)), item);
            }
        }
    }

    /// <inheritdoc/>
    public void Detach(RunState state)
    {
        var items = itemsOf(state);
        foreach (var stored in _stored.Values)
        {
            _detached.Add(items[keyOf(stored)]);
            items.Remove(keyOf(stored));
        }
    }

    /// <inheritdoc/>
    public void Attach(RunState state)
    {
        foreach (var item in _detached)
        {
            itemsOf(state)[keyOf(item)] = item;
        }

        _detached.Clear();
    }

    /// <inheritdoc/>
    public void Restore(RunState state)
    {
        foreach (var stored in _stored.Values)
        {
            itemsOf(state)[keyOf(stored)] = stored.Clone();
        }
    }

    private static string Id(long eventId) => eventId.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>One kind of pending items of a run, see <see cref="PendingParts{TKey,TItem}"/>.</summary>
internal interface IPendingParts
{
    /// <summary>Kind of the parts.</summary>
    int Kind { get; }

    /// <summary>Takes over a part that was stored.</summary>
    void Load(RunState state, ReadOnlySpan<byte> data);

    /// <summary>Adds to a transition the parts that it changed.</summary>
    void Collect(Transition t);

    /// <summary>Takes out of a state what is stored beside it, while the rest is serialized.</summary>
    void Detach(RunState state);

    /// <summary>Puts back what was taken out.</summary>
    void Attach(RunState state);

    /// <summary>Adds to a state that was read back what is stored beside it.</summary>
    void Restore(RunState state);
}
