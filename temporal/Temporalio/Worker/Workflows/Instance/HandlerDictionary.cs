using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>Handlers by name that workflow code may change; keys must be the handlers' own names.</summary>
internal sealed class HandlerDictionary<T>(
    IReadOnlyDictionary<string, T> initial, Func<T, string?> nameOf, Action<T>? onSet = null)
    : IDictionary<string, T>
    where T : class
{
    // The definition's own dictionary is shared by all instances, so it is copied on the first change only.
    private Dictionary<string, T>? _own;

    public ICollection<string> Keys => Current.Keys.ToList();

    public ICollection<T> Values => Current.Values.ToList();

    public int Count => Current.Count;

    public bool IsReadOnly => false;

    private IReadOnlyDictionary<string, T> Current => _own ?? initial;

    public T this[string key]
    {
        get => Current[key];
        set
        {
            RequireName(key, value);
            Own()[key] = value;
            onSet?.Invoke(value);
        }
    }

    public void Add(string key, T value)
    {
        RequireName(key, value);
        Own().Add(key, value);
        onSet?.Invoke(value);
    }

    public bool ContainsKey(string key) => Current.ContainsKey(key);

    public bool Remove(string key) => Current.ContainsKey(key) && Own().Remove(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => Current.TryGetValue(key, out value);

    public void Add(KeyValuePair<string, T> item) => Add(item.Key, item.Value);

    public void Clear() => _own = [];

    public bool Contains(KeyValuePair<string, T> item) => Current.Contains(item);

    public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex) =>
        Current.ToList().CopyTo(array, arrayIndex);

    public bool Remove(KeyValuePair<string, T> item) => Contains(item) && Remove(item.Key);

    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => Current.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Dictionary<string, T> Own() => _own ??= new(initial);

    private void RequireName(string key, T value)
    {
        if (nameOf(value) != key)
        {
            throw new ArgumentException($"Handler name {nameOf(value) ?? "(dynamic)"} does not match key {key}");
        }
    }
}
