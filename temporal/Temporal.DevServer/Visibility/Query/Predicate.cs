using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Visibility.Query;

/// <summary>An attribute that a condition looks at.</summary>
/// <param name="Name">Name of the attribute as it is stored.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsSystem">A fact of the run, with a column of its own; else it is among the search attributes.</param>
internal readonly record struct Field(string Name, IndexedValueType Type, bool IsSystem);

/// <summary>Comparisons that have an order.</summary>
internal enum CompareOp
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>
/// A condition whose names and values are understood. Values are strings (Keyword), longs (Int; Datetime and duration in
/// nanoseconds), doubles or booleans. It follows SQL's three-valued logic: an absent attribute is neither equal nor
/// unequal, except where a real server says otherwise (KeywordList and Text).
/// </summary>
internal abstract record Predicate
{
    /// <summary>Both.</summary>
    internal sealed record And(Predicate Left, Predicate Right) : Predicate;

    /// <summary>One of them.</summary>
    internal sealed record Or(Predicate Left, Predicate Right) : Predicate;

    /// <summary>The opposite; unknown stays unknown.</summary>
    internal sealed record Not(Predicate Inner) : Predicate;

    /// <summary>Compares a scalar with a value of its type.</summary>
    internal sealed record Compare(Field Field, CompareOp Op, object Value) : Predicate;

    /// <summary>A scalar is one of the values.</summary>
    internal sealed record OneOf(Field Field, IReadOnlyList<object> Values) : Predicate;

    /// <summary>A list or text holds at least one of the values; absent counts as holding none.</summary>
    internal sealed record HasAny(Field Field, IReadOnlyList<string> Values) : Predicate;

    /// <summary>A keyword begins with the text.</summary>
    internal sealed record StartsWith(Field Field, string Prefix) : Predicate;

    /// <summary>The attribute is absent.</summary>
    internal sealed record IsNull(Field Field) : Predicate;

    /// <summary>The attribute is there, but no value can match what was written.</summary>
    internal sealed record Never(Field Field) : Predicate;
}
