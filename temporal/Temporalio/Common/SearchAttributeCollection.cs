using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Temporalio.Api.Common.V1;

namespace Temporalio.Common;

/// <summary>Search attributes with their values. Immutable; use a <see cref="Builder"/> to make one.</summary>
public class SearchAttributeCollection : IReadOnlyCollection<SearchAttributeKey>
{
    /// <summary>Collection without attributes.</summary>
    public static readonly SearchAttributeCollection Empty = new(new());

    private readonly SortedDictionary<SearchAttributeKey, object> _values;

    private SearchAttributeCollection(SortedDictionary<SearchAttributeKey, object> values) => _values = values;

    /// <summary>Keys and values.</summary>
    public IReadOnlyDictionary<SearchAttributeKey, object> UntypedValues => _values;

    /// <summary>Number of attributes.</summary>
    public int Count => _values.Count;

    /// <summary>Reads the wire form; attributes of unknown type are left out.</summary>
    /// <param name="searchAttributes">Wire form.</param>
    /// <returns>The collection.</returns>
    public static SearchAttributeCollection FromProto(SearchAttributes searchAttributes)
    {
        var values = new SortedDictionary<SearchAttributeKey, object>();
        foreach (var (name, payload) in searchAttributes.IndexedFields)
        {
            if (SearchAttributePayloads.Read(name, payload) is var (key, value))
            {
                values[key] = value;
            }
        }
        return new(values);
    }

    /// <summary>Tells whether there is an attribute with this key.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <param name="key">Key.</param>
    /// <returns>True when it is there.</returns>
    public bool ContainsKey<T>(SearchAttributeKey<T> key)
        where T : notnull => _values.ContainsKey(key);

    /// <summary>Tells whether there is an attribute with this name, of any type.</summary>
    /// <param name="key">Name.</param>
    /// <returns>True when it is there.</returns>
    public bool ContainsKey(string key) => _values.Keys.Any(k => k.Name == key);

    /// <summary>Gets the value of an attribute.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <param name="key">Key.</param>
    /// <returns>The value.</returns>
    /// <exception cref="KeyNotFoundException">There is no such attribute.</exception>
    public T Get<T>(SearchAttributeKey<T> key)
        where T : notnull => _values.TryGetValue(key, out var value)
            ? (T)value
            : throw new KeyNotFoundException($"{key.Name} not found or was present with different type");

    /// <summary>Gets the value of an attribute, if it is there.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <param name="key">Key.</param>
    /// <param name="value">The value.</param>
    /// <returns>True when it is there.</returns>
    public bool TryGetValue<T>(SearchAttributeKey<T> key, out T value)
        where T : notnull
    {
        if (_values.TryGetValue(key, out var found))
        {
            value = (T)found;
            return true;
        }
        value = default!;
        return false;
    }

    /// <inheritdoc />
    public IEnumerator<SearchAttributeKey> GetEnumerator() => _values.Keys.GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Writes the wire form.</summary>
    /// <returns>Wire form.</returns>
    public SearchAttributes ToProto()
    {
        var proto = new SearchAttributes();
        foreach (var (key, value) in _values)
        {
            proto.IndexedFields.Add(key.Name, SearchAttributePayloads.Write(key, value));
        }
        return proto;
    }

    /// <summary>Makes collections.</summary>
    public class Builder
    {
        private readonly SortedDictionary<SearchAttributeKey, object> _values = new();

        /// <summary>Starts without attributes.</summary>
        public Builder()
        {
        }

        /// <summary>Starts with the attributes of a collection.</summary>
        /// <param name="searchAttributes">Collection.</param>
        public Builder(SearchAttributeCollection searchAttributes) => Set(searchAttributes);

        /// <summary>Sets an attribute; one of the same name but another type is replaced.</summary>
        /// <typeparam name="T">Type of the values.</typeparam>
        /// <param name="key">Key.</param>
        /// <param name="value">Value.</param>
        /// <returns>This builder.</returns>
        public Builder Set<T>(SearchAttributeKey<T> key, T value)
            where T : notnull => SetUntyped(key, value);

        /// <summary>Sets all attributes of a collection.</summary>
        /// <param name="searchAttributes">Collection.</param>
        /// <returns>This builder.</returns>
        public Builder Set(SearchAttributeCollection searchAttributes)
        {
            foreach (var (key, value) in searchAttributes._values)
            {
                SetUntyped(key, value);
            }
            return this;
        }

        /// <summary>Removes an attribute, if it is there.</summary>
        /// <param name="key">Key.</param>
        /// <returns>This builder.</returns>
        public Builder Unset(SearchAttributeKey key) => Unset(key.Name);

        /// <summary>Removes an attribute of this name, if it is there.</summary>
        /// <param name="name">Name.</param>
        /// <returns>This builder.</returns>
        public Builder Unset(string name)
        {
            foreach (var key in _values.Keys.Where(k => k.Name == name).ToList())
            {
                _values.Remove(key);
            }
            return this;
        }

        /// <summary>Makes the collection; the builder may be used on.</summary>
        /// <returns>The collection.</returns>
        public SearchAttributeCollection ToSearchAttributeCollection() =>
            new(new SortedDictionary<SearchAttributeKey, object>(_values));

        internal Builder SetUntyped(SearchAttributeKey key, object value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Unset(key.Name);
            _values[key] = value;
            return this;
        }
    }
}
