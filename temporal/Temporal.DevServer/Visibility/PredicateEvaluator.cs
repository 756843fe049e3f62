using Temporal.DevServer.Visibility.Query;

namespace Temporal.DevServer.Visibility;

/// <summary>Decides a condition for one run, in SQL's three-valued logic (null: unknown).</summary>
internal static class PredicateEvaluator
{
    /// <summary>True when the condition certainly holds.</summary>
    public static bool Matches(Predicate predicate, VisibilityRow row) => Evaluate(predicate, row) == true;

    private static bool? Evaluate(Predicate predicate, VisibilityRow row) => predicate switch
    {
        Predicate.And and => And(Evaluate(and.Left, row), Evaluate(and.Right, row)),
        Predicate.Or or => Or(Evaluate(or.Left, row), Evaluate(or.Right, row)),
        Predicate.Not not => !Evaluate(not.Inner, row),
        Predicate.IsNull isNull => row.Value(isNull.Field) is null,
        Predicate.Compare compare => Compare(compare, row.Value(compare.Field)),
        Predicate.OneOf oneOf => row.Value(oneOf.Field) is { } value ? oneOf.Values.Contains(value) : null,
        Predicate.HasAny hasAny => row.Value(hasAny.Field) is List<string> list && hasAny.Values.Any(list.Contains),
        Predicate.StartsWith starts => StartsWith(starts, row.Value(starts.Field)),
        Predicate.Never never => row.Value(never.Field) is null ? null : false,
        _ => throw new InvalidOperationException($"No evaluation of {predicate.GetType().Name}."),
    };

    private static bool? And(bool? left, bool? right) => left & right;

    private static bool? Or(bool? left, bool? right) => left | right;

    private static bool? StartsWith(Predicate.StartsWith starts, object? value) => value switch
    {
        null => null,
        string text => text.StartsWith(starts.Prefix, StringComparison.Ordinal),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!
            .StartsWith(starts.Prefix, StringComparison.Ordinal),
    };

    private static bool? Compare(Predicate.Compare compare, object? value)
    {
        if (value is null)
        {
            return null;
        }

        var order = value is string text
            ? string.CompareOrdinal(text, (string)compare.Value)
            : Comparer<object>.Default.Compare(value, compare.Value);
        return compare.Op switch
        {
            CompareOp.Equal => order == 0,
            CompareOp.NotEqual => order != 0,
            CompareOp.Less => order < 0,
            CompareOp.LessOrEqual => order <= 0,
            CompareOp.Greater => order > 0,
            _ => order >= 0,
        };
    }
}
