namespace Temporalio.Workflows;

/// <summary>One change of a workflow's memo.</summary>
public class MemoUpdate
{
    private MemoUpdate(string key, bool hasValue, object? value)
    {
        UntypedKey = key;
        HasValue = hasValue;
        UntypedValue = value!;
    }

    /// <summary>Gets the key.</summary>
    public string UntypedKey { get; }

    /// <summary>Gets a value indicating whether the key is set; otherwise it is removed.</summary>
    public bool HasValue { get; }

    /// <summary>Gets the value; meaningful only with <see cref="HasValue" />.</summary>
    public object UntypedValue { get; }

    /// <summary>Sets a key.</summary>
    /// <param name="key">Key.</param>
    /// <param name="value">Value; not null.</param>
    /// <returns>The change.</returns>
    public static MemoUpdate ValueSet(string key, object value)
    {
        if (value == null)
        {
            throw new ArgumentException("Value cannot be null", nameof(value));
        }
        return new(key, true, value);
    }

    /// <summary>Removes a key.</summary>
    /// <param name="key">Key.</param>
    /// <returns>The change.</returns>
    public static MemoUpdate ValueUnset(string key) => new(key, false, null);
}
