using Temporal.DevServer.Visibility.Query;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Frontend.Visibility;

/// <summary>
/// A real server runs each schedule as a workflow in a division of its own, and clients count schedules by counting its
/// running workflows. Here schedules are no workflows, so that question is recognised and answered by their number.
/// </summary>
internal static class SchedulerDivision
{
    private const string DivisionName = "TemporalNamespaceDivision";
    private const string Scheduler = "TemporalScheduler";
    private const string StatusName = "ExecutionStatus";

    /// <summary>True when a condition asks for the schedules, and at most for those that run, as all of them do.</summary>
    public static bool IsMeant(Predicate where) => where switch
    {
        Predicate.And and => (IsMeant(and.Left) && IsRunning(and.Right)) || (IsRunning(and.Left) && IsMeant(and.Right)),
        Predicate.Compare compare => Is(compare, DivisionName, Scheduler),
        _ => false,
    };

    private static bool IsRunning(Predicate where) =>
        where is Predicate.Compare compare && Is(compare, StatusName, nameof(WorkflowExecutionStatus.Running));

    private static bool Is(Predicate.Compare compare, string name, string value) =>
        compare.Field.Name == name && compare.Op == CompareOp.Equal && compare.Value is string given && given == value;
}
