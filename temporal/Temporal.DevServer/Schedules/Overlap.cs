using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Schedules;

/// <summary>What becomes of a start.</summary>
internal enum OverlapDecision
{
    /// <summary>It starts now.</summary>
    Start,

    /// <summary>It is dropped and counted.</summary>
    Skip,

    /// <summary>It waits for the end of what runs.</summary>
    Wait,

    /// <summary>What runs is asked to cancel; it waits for its end.</summary>
    CancelAndWait,

    /// <summary>What runs is terminated, then it starts.</summary>
    TerminateAndStart,
}

/// <summary>
/// Decides about a start when earlier ones of the schedule may still run.
/// <code>
/// policy            nothing runs   something runs
/// SKIP              start          skip
/// BUFFER_ONE        start          wait if nobody waits, else skip
/// BUFFER_ALL        start          wait
/// CANCEL_OTHER      start          cancel it and wait
/// TERMINATE_OTHER   start          terminate it and start
/// ALLOW_ALL         start          start
/// </code>
/// </summary>
internal static class Overlap
{
    /// <summary>The decision.</summary>
    public static OverlapDecision Decide(ScheduleOverlapPolicy policy, bool isRunning, int waiting) =>
        (policy, isRunning) switch
        {
            (_, false) or (ScheduleOverlapPolicy.AllowAll, _) => OverlapDecision.Start,
            (ScheduleOverlapPolicy.BufferOne, _) when waiting == 0 => OverlapDecision.Wait,
            (ScheduleOverlapPolicy.BufferAll, _) => OverlapDecision.Wait,
            (ScheduleOverlapPolicy.CancelOther, _) => OverlapDecision.CancelAndWait,
            (ScheduleOverlapPolicy.TerminateOther, _) => OverlapDecision.TerminateAndStart,
            _ => OverlapDecision.Skip,
        };
}
