using Temporal.DevServer.Visibility.Query;

namespace Temporal.DevServer.Visibility;

/// <summary>Gives the value of an attribute; null when it is absent.</summary>
internal delegate object? ValueOf(in Field field);

/// <summary>Decides a condition for one run, in SQL's three-valued logic (null: unknown).</summary>
internal static class PredicateEvaluator
{
    /// <summary>True when the condition certainly holds.</summary>
    public static bool Matches(Predicate predicate, VisibilityRow row) => Evaluate(predicate, row.Value) == true;

    /// <summary>True when the condition certainly holds for these values.</summary>
    public static bool Matches(Predicate predicate, ValueOf values) => Evaluate(predicate, values) == true;

    private static bool? Evaluate(Predicate predicate, ValueOf value) => predicate switch
    {
        Predicate.And and => And(Evaluate(and.Left, value), Evaluate(and.Right, value)),
        Predicate.Or or => Or(Evaluate(or.Left, value), Evaluate(or.Right, value)),
        Predicate.Not not => !Evaluate(not.Inner, value),
        Predicate.IsNull isNull => value(isNull.Field) is null,
        Predicate.Compare compare => Compare(compare, value(compare.Field)),
        Predicate.OneOf oneOf => value(oneOf.Field) is { } found ? oneOf.Values.Contains(found) : null,
        Predicate.HasAny hasAny => value(hasAny.Field) is List<string> list && hasAny.Values.Any(list.Contains),
        Predicate.StartsWith starts => StartsWith(starts, value(starts.Field)),
        Predicate.Never never => value(never.Field) is null ? null : false,
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
