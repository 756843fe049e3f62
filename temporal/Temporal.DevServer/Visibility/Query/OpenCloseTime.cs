namespace Temporal.DevServer.Visibility.Query;

/// <summary>
/// Comparisons with the close time. A real server takes a run that is open for one that closes in the far future, except
/// when it is asked whether the close time is null.
/// </summary>
internal static class OpenCloseTime
{
    private const string CloseTimeName = "CloseTime";

    /// <summary>The condition, with what it says of open runs made plain when it looks at the close time.</summary>
    public static Predicate Allow(in Field field, Predicate condition)
    {
        if (field is not { Name: CloseTimeName, IsSystem: true })
        {
            return condition;
        }

        var open = new Predicate.IsNull(field);
        return PredicateEvaluator.Matches(condition, (in Field _) => long.MaxValue)
            ? new Predicate.Or(open, condition)
            : new Predicate.And(new Predicate.Not(open), condition);
    }
}
