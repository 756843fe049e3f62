namespace Sandbox.Stripe.Store;

/// <summary>Objects by id, in the order they were created.</summary>
internal sealed class Table<T>(Func<T, string> id)
    where T : class
{
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly List<T> _items = [];

    public int Count => _items.Count;

    public IReadOnlyList<T> Items => _items;

    public T? Find(string? key) => key is not null && _index.TryGetValue(key, out var at) ? _items[at] : null;

    public int? PositionOf(string key) => _index.TryGetValue(key, out var at) ? at : null;

    public void Put(T item)
    {
        if (_index.TryGetValue(id(item), out var at))
        {
            _items[at] = item;
            return;
        }

        _index.Add(id(item), _items.Count);
        _items.Add(item);
    }

    public void Clear()
    {
        _index.Clear();
        _items.Clear();
    }
}
