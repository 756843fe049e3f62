using Temporalio.Api.Enums.V1;

namespace Temporalio.Common;

/// <summary>Name and type of a search attribute.</summary>
public class SearchAttributeKey : IComparable<SearchAttributeKey>
{
    /// <summary>Creates a key.</summary>
    /// <param name="name">Name.</param>
    /// <param name="valueType">Type as the server knows it.</param>
    internal SearchAttributeKey(string name, IndexedValueType valueType)
    {
        Name = name;
        ValueType = valueType;
    }

    /// <summary>Name.</summary>
    public string Name { get; private init; }

    /// <summary>Type as the server knows it.</summary>
    public IndexedValueType ValueType { get; private init; }

    /// <summary>Creates a key for truth values.</summary>
    /// <param name="name">Name.</param>
    /// <returns>The key.</returns>
    public static SearchAttributeKey<bool> CreateBool(string name) => new(name, IndexedValueType.Bool);

    /// <summary>Creates a key for times.</summary>
    /// <param name="name">Name.</param>
    /// <returns>The key.</returns>
    public static SearchAttributeKey<DateTimeOffset> CreateDateTimeOffset(string name) =>
        new(name, IndexedValueType.Datetime);

    /// <summary>Creates a key for floating-point numbers.</summary>
    /// <param name="name">Name.</param>
    /// <returns>The key.</returns>
    public static SearchAttributeKey<double> CreateDouble(string name) => new(name, IndexedValueType.Double);

    /// <summary>Creates a key for keywords, compared as a whole.</summary>
    /// <param name="name">Name.</param>
    /// <returns>The key.</returns>
    public static SearchAttributeKey<string> CreateKeyword(string name) => new(name, IndexedValueType.Keyword);

    /// <summary>Creates a key for lists of keywords.</summary>
    /// <param name="name">Name.</param>
    /// <returns>The key.</returns>
    public static SearchAttributeKey<IReadOnlyCollection<string>> CreateKeywordList(string name) =>
        new(name, IndexedValueType.KeywordList);

    /// <summary>Creates a key for whole numbers.</summary>
    /// <param name="name">Name.</param>
    /// <returns>The key.</returns>
    public static SearchAttributeKey<long> CreateLong(string name) => new(name, IndexedValueType.Int);

    /// <summary>Creates a key for text, searched word by word.</summary>
    /// <param name="name">Name.</param>
    /// <returns>The key.</returns>
    public static SearchAttributeKey<string> CreateText(string name) => new(name, IndexedValueType.Text);

    /// <summary>Whether both are the same.</summary>
    /// <param name="left">First key.</param>
    /// <param name="right">Second key.</param>
    /// <returns>The answer.</returns>
    public static bool operator ==(SearchAttributeKey? left, SearchAttributeKey? right) =>
        left is null ? right is null : left.Equals(right);

    /// <summary>Whether they differ.</summary>
    /// <param name="left">First key.</param>
    /// <param name="right">Second key.</param>
    /// <returns>The answer.</returns>
    public static bool operator !=(SearchAttributeKey? left, SearchAttributeKey? right) =>
        !(left == right);

    /// <summary>Whether the first comes before the second; null comes first.</summary>
    /// <param name="left">First key.</param>
    /// <param name="right">Second key.</param>
    /// <returns>The answer.</returns>
    public static bool operator <(SearchAttributeKey? left, SearchAttributeKey? right) =>
        left is null ? right is not null : left.CompareTo(right) < 0;

    /// <summary>Whether the first comes before the second or is the same.</summary>
    /// <param name="left">First key.</param>
    /// <param name="right">Second key.</param>
    /// <returns>The answer.</returns>
    public static bool operator <=(SearchAttributeKey? left, SearchAttributeKey? right) =>
        left is null || left.CompareTo(right) <= 0;

    /// <summary>Whether the first comes after the second.</summary>
    /// <param name="left">First key.</param>
    /// <param name="right">Second key.</param>
    /// <returns>The answer.</returns>
    public static bool operator >(SearchAttributeKey? left, SearchAttributeKey? right) =>
        !(left <= right);

    /// <summary>Whether the first comes after the second or is the same.</summary>
    /// <param name="left">First key.</param>
    /// <param name="right">Second key.</param>
    /// <returns>The answer.</returns>
    public static bool operator >=(SearchAttributeKey? left, SearchAttributeKey? right) =>
        !(left < right);

    /// <summary>Compares by name, then by type.</summary>
    /// <param name="other">Other key.</param>
    /// <returns>Less than 0, 0 or more than 0.</returns>
    public int CompareTo(SearchAttributeKey? other)
    {
        if (other is null)
        {
            return 1;
        }
        var byName = string.CompareOrdinal(Name, other.Name);
        return byName != 0 ? byName : ValueType.CompareTo(other.ValueType);
    }

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is SearchAttributeKey other && Equals(other);

    /// <summary>Compares by name and type.</summary>
    /// <param name="other">Other key.</param>
    /// <returns>True when both are the same.</returns>
    public bool Equals(SearchAttributeKey? other) =>
        other is not null && Name == other.Name && ValueType == other.ValueType;

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Name, ValueType);
}
