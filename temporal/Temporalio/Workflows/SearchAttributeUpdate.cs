using Temporalio.Common;

namespace Temporalio.Workflows;

/// <summary>Sets or removes one search attribute.</summary>
public abstract class SearchAttributeUpdate
{
    private protected SearchAttributeUpdate(bool hasValue) => HasValue = hasValue;

    /// <summary>True to set the attribute, false to remove it.</summary>
    public bool HasValue { get; private init; }

    /// <summary>Key of the attribute.</summary>
    public abstract SearchAttributeKey UntypedKey { get; }

    /// <summary>New value.</summary>
    /// <exception cref="InvalidOperationException">The update removes the attribute.</exception>
    public abstract object UntypedValue { get; }

    /// <summary>Creates an update that sets an attribute.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <param name="key">Key.</param>
    /// <param name="value">New value.</param>
    /// <returns>The update.</returns>
    public static SearchAttributeUpdate<T> ValueSet<T>(SearchAttributeKey<T> key, T value)
        where T : notnull => new(key, value, hasValue: true);

    /// <summary>Creates an update that removes an attribute.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <param name="key">Key.</param>
    /// <returns>The update.</returns>
    public static SearchAttributeUpdate<T> ValueUnset<T>(SearchAttributeKey<T> key)
        where T : notnull => new(key, default, hasValue: false);
}

/// <summary>Sets or removes one search attribute.</summary>
/// <typeparam name="T">Type of the values.</typeparam>
public class SearchAttributeUpdate<T> : SearchAttributeUpdate
    where T : notnull
{
    private readonly T? _value;

    internal SearchAttributeUpdate(SearchAttributeKey<T> key, T? value, bool hasValue)
        : base(hasValue)
    {
        Key = key;
        _value = value;
    }

    /// <summary>Key of the attribute.</summary>
    public SearchAttributeKey<T> Key { get; private init; }

    /// <summary>New value.</summary>
    /// <exception cref="InvalidOperationException">The update removes the attribute.</exception>
    public T Value => HasValue
        ? _value!
        : throw new InvalidOperationException($"Update removes search attribute {Key.Name}, it has no value");

    /// <inheritdoc />
    public override SearchAttributeKey UntypedKey => Key;

    /// <inheritdoc />
    public override object UntypedValue => Value;
}
