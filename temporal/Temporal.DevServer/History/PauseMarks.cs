using Temporal.DevServer.State;

namespace Temporal.DevServer.History;

/// <summary>Marks a run in visibility that has paused activities, with their types; after the last of them it is null.</summary>
internal static class PauseMarks
{
    private const string Attribute = "TemporalPauseInfo";

    /// <summary>Brings the mark up to date.</summary>
    public static void Refresh(Transition t)
    {
        var attributes = t.State.SearchAttributes.IndexedFields;
        var types = t.State.Activities.Values
            .Where(a => a.Status is ActivityStatus.Paused or ActivityStatus.PauseRequested)
            .Select(a => $"property:activityType={a.ActivityType}").Distinct().Order(StringComparer.Ordinal).ToArray();
        if (types.Length > 0 || attributes.ContainsKey(Attribute))
        {
            attributes[Attribute] = SearchAttributeRules.KeywordList(types.Length > 0 ? types : null);
            t.VisibilityChanged = true;
        }
    }
}
