namespace Temporal.DevServer.History;

/// <summary>
/// Marks a run in visibility whose workflow tasks fail again and again; the mark goes with the next success.
/// </summary>
internal static class ReportedProblems
{
    private const string Attribute = "TemporalReportedProblems";

    /// <summary>Counts a failure and marks the run when there were enough in a row.</summary>
    public static void CountFailure(Transition t, string category, string cause)
    {
        t.State.TaskFailures++;
        if (t.State.TaskFailures >= Limits.ReportedProblemsAfter)
        {
            t.State.SearchAttributes.IndexedFields[Attribute] =
                SearchAttributeRules.KeywordList($"category={category}", $"cause={cause}");
            t.VisibilityChanged = true;
        }
    }

    /// <summary>A workflow task completed.</summary>
    public static void Clear(Transition t)
    {
        t.State.TaskFailures = 0;
        if (t.State.SearchAttributes.IndexedFields.Remove(Attribute))
        {
            t.VisibilityChanged = true;
        }
    }
}
